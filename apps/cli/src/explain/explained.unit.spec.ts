import { beforeAll, describe, expect, it } from '@jest/globals'
import { tablesGiven } from '@claims-audit/audit'
import type { Knowledge } from '@claims-audit/audit'
import { openKnowledge } from '@claims-audit/reference'
import { explained } from './explained.js'

let knowledge: Knowledge
beforeAll(() => {
  knowledge = openKnowledge()
})

const DAY = '2026-05-09'
const pages = new Map<string, string>()
/** A page is made once, for it takes half a second. */
function said(code: string, all = false): string {
  const key = `${code} ${all}`
  const page = pages.get(key) ?? explained(code, DAY, knowledge, all).lines.join('\n')
  pages.set(key, page)
  return page
}

describe('the questions that a coder asks of cervical spondylolysis', () => {
  it.each<[string, RegExp]>([
    ['what tells it from spondylolisthesis', /^Excludes1 +M43\.0 \(inherited\): spondylolisthesis \(M43\.1\)$/m],
    ['what a congenital defect is', /^Excludes1 +M43\.0 \(inherited\): congenital spondylolysis \(Q76\.2\)$/m],
    ['which imaging supports it', /^Rule +spondylolysis\.imaging-missing: /m],
    ['whether it takes a 7th character', /^No 7th character$/m],
    ['what it does to the DRG', /^ {2}551, 552 {2}Medical Back Problems \(without an operation/m],
    ['whether a radiculopathy is coded beside it', /^Rule +neuro\.radiculopathy-uncoded: /m],
    ['by which terms it is found', /^Inclusion terms: .*the Alphabetic Index is not loaded/m],
  ])('%s', (_, answer) => {
    expect(said('M43.02')).toMatch(answer)
  })
})

describe('a diagnosis', () => {
  it.each([
    ['G99.2', /As the principal: never; it is a manifestation/],
    ['Z68.41', /As the principal: never; it is unacceptable/],
    ['V43.52XA', /As the principal: never; it is an external cause/],
  ])('%s is never principal, and no DRG is named for it', (code, never) => {
    expect(said(code)).toMatch(never)
    expect(said(code)).not.toMatch(/^ {2}\d{3}/m)
  })

  it('reaches surgical DRGs by its operations, and combinations of them', () => {
    const lines = said('M43.16')
    for (const drg of ['402', '450', '519', '552']) expect(lines).toMatch(new RegExp(`^  .*\\b${drg}\\b.*\\(`, 'm'))
  })

  it('of a delivery reaches the DRGs of vaginal and cesarean deliveries, and of an admission after one', () => {
    const lines = said('O70.1')
    for (const drg of ['768', '783', '786', '796', '805', '776'])
      expect(lines).toMatch(new RegExp(`^  .*\\b${drg}\\b`, 'm'))
  })

  it('says what cancels it, and what it cancels', () => {
    expect(said('J96.01')).toMatch(/^It counts for nothing beside a principal of \d+ codes in /m)
    expect(said('J96.01')).toMatch(/^As the principal it cancels CCs and MCCs of \d+ codes in /m)
  })

  it('names the notes of other codes that speak of it, and folds those of section and chapter', () => {
    expect(said('M43.16')).toMatch(/^Named by M43\.0: Excludes1 spondylolisthesis/m)
    expect(said('M43.16')).toMatch(/more notes stand at .*CHAPTER 13; --all prints them/)
    expect(said('M43.16', true)).not.toMatch(/--all/)
  })

  it('has a history, siblings, and 7th characters with their meanings', () => {
    expect(said('M48.06')).toMatch(/^A valid code 2015-10-01 to 2017-09-30; a header since$/m)
    expect(said('N18.32')).toMatch(/^A valid code since 2020-10-01$/m)
    expect(said('M43.02')).toMatch(/^Sibling +M43\.06 {2}Spondylolysis, lumbar region$/m)
    expect(said('S72.001A')).toMatch(
      /^7th character A: initial encounter for closed fracture \(others: .*D subsequent/m,
    )
  })

  it('is exempt from a present-on-admission indicator where the list says so', () => {
    expect(said('Z79.4')).toMatch(/the list of exempt codes is not loaded/)
    const listed = { ...knowledge, ...tablesGiven({ poaExempt: ['Z79.4'] }) }
    expect(explained('Z79.4', DAY, listed, false).lines).toContain('Present on admission: exempt')
  })
})

describe('a procedure', () => {
  it('says its characters, the codes beside it and its DRGs', () => {
    const lines = said('0RG10A0')
    expect(lines).toMatch(/^ {2}3 G {2}Root operation: Fusion$/m)
    expect(lines).toMatch(/^ {2}5 0 {2}Approach: Open$/m)
    expect(lines).toMatch(/Other values of character 6:\n {4}0RG1070/)
    expect(lines).toMatch(/^ {2}471, 472, 473 {2}Cervical Spinal Fusion/m)
  })

  it('that is misspelt is told with what is meant', () => {
    expect(explained('0RG1OA0', DAY, knowledge, false)).toEqual({
      lines: [expect.stringMatching(/a procedure code has no letter O or I: 0RG10A0$/)],
      known: false,
    })
  })
})
