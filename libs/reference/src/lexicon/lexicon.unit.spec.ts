import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readLexicon, type LexiconError } from './lexicon.js'

const SHIPPED = fileURLToPath(new URL('../../../evidence/lexicon/', import.meta.url))
let directory: string

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'lexicon-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

/** What is said of the shipped lexicon with one file changed. */
function problemsWith(file: string, change: (text: string) => string): string[] {
  cpSync(SHIPPED, directory, { recursive: true })
  const path = join(directory, file)
  const before = readFileSync(path, 'utf8')
  const after = change(before)
  expect(after).not.toBe(before)
  writeFileSync(path, after)
  try {
    readLexicon({ directory })
    return []
  } catch (error) {
    return (error as LexiconError).problems.map((problem) => problem.slice(directory.length + 1))
  }
}

const lineOf = (file: string, text: string): number =>
  readFileSync(join(SHIPPED, file), 'utf8').split('\n').indexOf(text) + 1

describe('a lexicon', () => {
  it('is read as it ships', () => {
    expect(Object.keys(readLexicon().concepts)).toContain('spondylolysis')
  })

  it('names the line of a field that is unknown, and of the one that is missing for it', () => {
    const line = lineOf('context/negation.yaml', 'negated:')
    expect(problemsWith('context/negation.yaml', (text) => text.replace('\nnegated:', '\nnegatd:'))).toEqual([
      `context/negation.yaml:${line}: /negated: missing`,
      `context/negation.yaml:${line + 1}: /negatd: unknown field`,
    ])
  })

  it.each([
    ['concepts/spine.yaml', '    size: slip', '    sise: slip', '/concepts/spondylolisthesis/sise: unknown field'],
    [
      'concepts/spine.yaml',
      '    size: slip',
      '    size: length',
      '/concepts/spondylolisthesis/size: must be equal to one of',
    ],
    ['grammar.yaml', 'singular: [is, was, has]', 'singular: is', '/singular: must be array'],
    ['sites.yaml', '  cervical: [', '  cervicle: [', '/regions/cervicle: unknown field'],
    ['spelling.yaml', 'commonWords:', 'comonWords:', '/comonWords: unknown field'],
    ['coding/families.yaml', 'condition: sepsis', 'condtion: sepsis', '/families/\\d+/condtion: unknown field'],
    ['coding/families.yaml', 'A40.-', 'A40-.', '/families/\\d+/codes/0: must match pattern'],
  ])('refuses %s with "%s" as "%s"', (file, from, to, problem) => {
    const problems = problemsWith(file, (text) => text.replace(from, to))
    expect(problems).toContainEqual(
      expect.stringMatching(new RegExp(`^${file}:\\d+: ${problem.replaceAll('/', '\\/')}`)),
    )
  })

  it.each([
    ['an unknown group', '{brokn} pars', 'no group is named {brokn}'],
    ['a brace that is not closed', '{broken pars', 'no group is named {broken}'],
    ['an alternative that is listed twice', 'disc/disk/disc space', '"disc" stands twice'],
    ['a phrase of two words as an alternative', 'joint/disc space/disc height lost', '"disc" stands twice'],
    ['an abbreviation beside the words it is short for', 'lbp/low back pain', undefined],
    ['an abbreviation beside the first of its words', 'ddd/csf/cerebrospinal fluid loss', '"csf fluid"'],
    ['a slash too many', 'pars/ defect', 'a blank or a slash too many'],
  ])('judges phrases: %s', (_, phrase, problem) => {
    const problems = problemsWith('concepts/spine.yaml', (text) =>
      text.replace('  spondylosis:', `  test:\n    words: ['${phrase}']\n  spondylosis:`),
    )
    expect(problems).toEqual(problem === undefined ? [] : [expect.stringContaining(problem)])
  })

  it.each([
    ['concepts/spine.yaml', 'congenital: [congenital]', 'congenital: [inborn]', '/etiology/congenital/0', 'inborn'],
  ])('refuses an unknown concept in a list of %s', (file, from, to, field, concept) => {
    expect(problemsWith(file, (text) => text.replace(from, to))).toEqual([
      expect.stringMatching(new RegExp(`^${file}:\\d+: ${field}: no concept of the lexicon is named ${concept}$`)),
    ])
  })

  it('names the line of what is no YAML', () => {
    expect(problemsWith('sites.yaml', (text) => `${text}\n  - [`)).toEqual([
      expect.stringMatching(/^sites\.yaml:\d+: /),
    ])
  })
})
