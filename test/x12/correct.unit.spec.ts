import { describe, expect, it } from '@jest/globals'
import type { SubmittedClaim } from '@claims-audit/contracts'
import { placeKey } from '@claims-audit/x12'
import type { ClaimChange, ReplacedClaim } from '@claims-audit/x12'
import { diceOf } from '../conformance/dice.js'
import type { Dice } from '../conformance/dice.js'
import { billOf } from './generate-bills.js'
import { read837 } from './read-837.js'
import { corrected837, replaced837 } from './rewrite-837.js'
import { CLAIM, ebcdicOf, segments, written } from './small-file.js'
import { styleOf, write837 } from './write-837.js'
import { seedsOf } from '../seeds.js'

const { seeds, told } = seedsOf(100)
const KEY = '1.1.1'

const change = (more: Partial<ClaimChange> & { payerClaimNumber?: string } = {}): ReplacedClaim => ({
  replace: new Map(),
  remove: new Set(),
  payerClaimNumber: undefined,
  ...more,
})
const small = written(segments())
const linesOf = (file: Buffer): string[] => file.toString('latin1').split('\n')
const differences = (before: Buffer, after: Buffer): string[] => {
  const known = new Set(linesOf(before))
  return linesOf(after).filter((line) => !known.has(line))
}
const claimsOf = (file: Buffer): { key: string; claim: SubmittedClaim }[] =>
  read837(file).results.flatMap((result) =>
    'claim' in result ? [{ key: placeKey(result.place), claim: result.claim }] : [],
  )

/** What a changed claim says, told from what it said. */
function expected(claim: SubmittedClaim, { replace, remove }: ClaimChange): SubmittedClaim {
  const diagnoses = claim.diagnoses
    .filter(({ role, code }) => role === 'admitting' || !remove.has(code))
    .map((each, i) => ({ ...each, sequence: i + 1, code: replace.get(each.code) ?? each.code }))
  return { ...claim, diagnoses }
}

function drawnChange(dice: Dice, { diagnoses }: SubmittedClaim): ClaimChange {
  const replaced = dice.pick(diagnoses).code
  const others = diagnoses.filter(({ role, code }) => role === 'secondary' && code !== replaced).map(({ code }) => code)
  const remove = new Set(dice.chance(0.5) && others.length > 0 ? [dice.pick(others)] : [])
  return { replace: new Map([[replaced, 'M4803']]), remove }
}

describe('a corrected file', () => {
  it('is byte for byte the same where nothing is changed', () => {
    for (const seed of seeds) {
      const { file } = drawn(seed)
      expect({ seed, same: corrected837(file, new Map()).file.equals(file) }).toEqual({ seed, same: true })
    }
  })

  it(`has its claims changed and the others as they were, whatever the file looks like (${told})`, () => {
    let changed = 0
    for (const seed of seeds) {
      const { file, dice } = drawn(seed)
      const claims = claimsOf(file)
      const changes = new Map(
        claims.filter(() => dice.chance(0.5)).map(({ key, claim }) => [key, drawnChange(dice, claim)]),
      )
      const { file: after, refused } = corrected837(file, changes, dice.pick([7, 106, 65_536]))
      const { results, report } = read837(after)
      const wanted = claims.map(({ key, claim }) => {
        const own = changes.get(key)
        return own === undefined || refused.has(key) ? claim : expected(claim, own)
      })
      expect({ seed, claims: results.map((result) => ('claim' in result ? result.claim : result)) }).toEqual({
        seed,
        claims: wanted,
      })
      const odd = report.notes.map(({ code }) => code).filter((code) => code !== 'wrapped')
      expect({ seed, odd }).toEqual({ seed, odd: [] })
      changed += changes.size - refused.size
    }
    expect(changed).toBeGreaterThan(seeds.length / 2)
  })

  it('has other words in the segments alone that hold the codes', () => {
    const { file } = corrected837(
      small,
      new Map([[KEY, change({ replace: new Map([['M4302', 'M4303']]), remove: new Set(['Z7901']), drg: '472' })]]),
    )
    expect(differences(small, file)).toEqual(['HI*ABK:M4303:::::::Y~', 'HI*ABF:I10:::::::Y~'])
  })

  it('counts a segment less where its last code goes', () => {
    const claim = CLAIM.map((each) => each.replace('*ABF:Z7901', ''))
    const before = written(segments({ claim }))
    const { file } = corrected837(before, new Map([[KEY, change({ remove: new Set(['I10']) })]]))
    expect(differences(before, file)).toEqual(['SE*20*0001~'])
    expect(read837(file).report.notes).toEqual([])
  })

  it('keeps the form in which codes and the DRG are written, and its code page', () => {
    const claim = CLAIM.map((each) => each.replace('ABF:Z7901', 'ABF:Z79.01').replace('HI*ABJ:M542', 'HI*DR:0473'))
    const before = Buffer.from(ebcdicOf(written(segments({ claim })).toString('latin1')))
    const edits = change({ replace: new Map([['Z7901', 'Z7902']]), drg: '472' })
    const [first] = claimsOf(corrected837(before, new Map([[KEY, edits]])).file)
    expect(first?.claim).toMatchObject({ billedDrg: '472', diagnoses: [{}, {}, { code: 'Z79.02' }] })
  })

  it.each([
    ['code-not-billed', { replace: new Map([['M4800', 'M4802']]) }],
    ['principal', { remove: new Set(['M4302']) }],
    ['adds-a-code', { adds: true }],
    ['no-code', { replace: new Map([['I10', 'A*B~SE*1~']]) }],
  ])('leaves a claim as it is: %s', (code, own) => {
    const { file, refused } = corrected837(small, new Map([[KEY, change(own)]]))
    expect({ refused: [...refused], same: file.equals(small) }).toEqual({ refused: [[KEY, code]], same: true })
  })

  it('leaves a professional claim as it is whose lines point at what would go', () => {
    const claim = [
      'CLM*A-1*310***11:B:1*Y*A*Y*Y',
      'HI*ABK:M4302*ABF:I10*ABF:Z7901',
      'LX*1',
      'SV1*HC:99214*310*UN*1***1:3',
    ]
    const before = written(
      segments({ claim, group: 'GS*HC*OURHOSPITAL*APAYER*20260110*1200*1*X*005010X222A1' }).map((each) =>
        each.replace('X223A3', 'X222A1'),
      ),
    )
    const without = (code: string) => corrected837(before, new Map([[KEY, change({ remove: new Set([code]) })]]))
    expect([...without('I10').refused]).toEqual([[KEY, 'pointers']])
    const free = written(
      linesOf(before)
        .map((each) => each.replace('1:3~', '1~').replace(/~$/, ''))
        .filter(Boolean),
    )
    expect(corrected837(free, new Map([[KEY, change({ remove: new Set(['I10']) })]])).refused.size).toBe(0)
  })
})

describe('a file of replacements', () => {
  it('has the changed claims alone, with frequency 7, the payer number and why, under new control numbers', () => {
    const own = change({ replace: new Map([['M4302', 'M4303']]), payerClaimNumber: 'PCN-9' })
    const { file } = replaced837(small, new Map([[KEY, own]]))
    expect(differences(small, file)).toEqual([
      'ISA*00*          *00*          *ZZ*OURHOSPITAL    *ZZ*APAYER         *260203*0405*^*00501*000000077*0*T*:~',
      'GS*HC*OURHOSPITAL*APAYER*20260203*0405*77*X*005010X223A3~',
      'BHT*0019*00*0000000770001*20260203*0405*CH~',
      'CLM*A-1*21500***11:A:7**A*Y*Y~',
      'REF*F8*PCN-9~',
      'HI*ABK:M4303:::::::Y~',
      'HI*BG:D4~',
      'SE*23*0001~',
      'GE*1*77~',
      'IEA*1*000000077~',
    ])
    const at = (text: string): number => linesOf(file).findIndex((line) => line.startsWith(text))
    expect(at('REF*F8')).toBe(at('CL1') + 1)
    expect(at('HI*BG')).toBe(at('HI*BBR') + 1)
  })

  it('keeps what says already that it is a replacement, and why', () => {
    const claim = CLAIM.toSpliced(4, 0, 'REF*F8*OLD', 'REF*EA*MRN').toSpliced(10, 0, 'HI*BG:D9*BG:09')
    const before = written(segments({ claim }))
    const lines = linesOf(replaced837(before, new Map([[KEY, change()]])).file)
    expect(lines.filter((line) => /F8|BG/.test(line))).toEqual(['REF*F8*OLD~', 'HI*BG:D9*BG:09~'])
    const other = linesOf(replaced837(before, new Map([[KEY, change({ payerClaimNumber: 'NEW' })]])).file)
    expect(other.filter((line) => line.includes('F8'))).toEqual(['REF*F8*NEW~'])
  })

  it.each([undefined, 'A~B', 'A*B'])('refuses a claim whose number at the payer is %s', (payerClaimNumber) => {
    const { file, refused } = replaced837(small, new Map([[KEY, { ...change(), payerClaimNumber }]]))
    expect({ refused: [...refused], bytes: file.length }).toEqual({ refused: [[KEY, 'payer-claim-number']], bytes: 0 })
  })

  it(`stands in its own provider's, subscriber's and patient's levels (${told})`, () => {
    for (const seed of seeds) {
      const { file, dice } = drawn(seed)
      const claims = claimsOf(file).filter(() => dice.chance(0.5))
      if (claims.length === 0) continue
      const wanted = new Map(claims.map(({ key }) => [key, change({ payerClaimNumber: 'PCN1' })]))
      const { file: after, refused } = replaced837(file, wanted, dice.pick([7, 106, 65_536]))
      const { results, report } = read837(after)
      expect({ seed, refused: [...refused], claims: results }).toEqual({
        seed,
        refused: [],
        claims: claims.map(({ claim }) => ({
          place: expect.anything(),
          claim: { ...replacementOf(claim), payerClaimNumber: 'PCN1' },
        })),
      })
      const odd = report.notes.map(({ code }) => code).filter((code) => code !== 'wrapped')
      expect({ seed, odd, levels: levelsOf(after) }).toEqual({ seed, odd: [], levels: 'in order' })
    }
  })
})

function replacementOf(claim: SubmittedClaim): SubmittedClaim {
  const typeOfBill = claim.typeOfBill === undefined ? {} : { typeOfBill: `${claim.typeOfBill.slice(0, 2)}7` }
  // Only a bill of a part of a stay is named by its part.
  const claimId = claim.claimId.replace(/@.*/, '')
  const { conditions = [] } = claim
  const isInstitutional = claim.claimType !== 'professional'
  const needsReason = isInstitutional && !conditions.some((code) => /^(D\d|E0)$/.test(code))
  return {
    ...claim,
    claimId,
    ...typeOfBill,
    frequency: '7',
    ...(needsReason && { conditions: [...conditions, 'D4'] }),
  }
}

/** Levels are numbered from 1 in each transaction, and HL04 tells whether one has another below it. */
function levelsOf(file: Buffer): string {
  const text = file.toString('latin1').replace(/[\r\n]/g, '')
  const element = text.charAt(3)
  for (const transaction of text.split(`ST${element}837`).slice(1)) {
    const levels = transaction
      .split(`HL${element}`)
      .slice(1)
      .map((each) => each.split(element))
    for (const [at, [number, , , child = '']] of levels.entries()) {
      if (Number(number) !== at + 1) return `HL01 is ${String(number)} in place ${at + 1}`
      const isParent = levels.some(([, above]) => above === number)
      if (child.startsWith('1') !== isParent) return `HL04 of ${String(number)} is ${child.charAt(0)}`
    }
  }
  return 'in order'
}

function drawn(seed: number): { file: Buffer; dice: Dice } {
  const dice = diceOf(seed)
  const bills = Array.from({ length: dice.between(1, 8) }, (_, i) => billOf(dice, i + 1))
  return { file: write837(bills, styleOf(dice), dice.between(1, 4)), dice }
}
