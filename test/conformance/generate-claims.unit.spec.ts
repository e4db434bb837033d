import { beforeAll, describe, expect, it } from '@jest/globals'
import { VALID_STATUSES } from './draft.ts'
import { conformanceClaims } from './generate-claims.ts'
import type { ConformanceClaim } from './generate-claims.ts'
import { readVersionCodes, VERSIONS } from './version-codes.ts'
import type { VersionCodes } from './version-codes.ts'

const SEED = 11
const MANY = 9_000

describe('the claims of the conformance suite', () => {
  let all: VersionCodes[]
  let claims: ConformanceClaim[]

  beforeAll(() => {
    all = readVersionCodes()
    claims = conformanceClaims(SEED, all)(MANY)
  })

  it('are the same for the same seed, however many are drawn at a time', () => {
    const draw = conformanceClaims(SEED, all)
    expect([...draw(1), ...draw(499)]).toEqual(claims.slice(0, 500))
    expect(conformanceClaims(SEED + 1, all)(500)).not.toEqual(claims.slice(0, 500))
  })

  it('take the versions in turn', () => {
    expect(claims.every(({ version }, at) => version === VERSIONS[at % VERSIONS.length])).toBe(true)
  })

  it('carry from none to all the codes that a claim can carry', () => {
    expect(seen(({ diagnoses }) => Math.max(0, diagnoses.length - 1))).toEqual(upTo(24))
    expect(seen(({ procedures }) => procedures.length)).toEqual(upTo(25))
    expect(Math.round(mean(({ diagnoses }) => diagnoses.length - 1))).toBe(8)
    expect(Math.round(mean(({ procedures }) => procedures.length))).toBe(3)
  })

  it('give every age, sex, indicator and valid status, and invalid ones', () => {
    expect(seen(({ ageInYears }) => ageInYears)).toEqual(upTo(120))
    expect(seen(({ sex }) => sex)).toEqual(['F', 'M', 'U'])
    expect([...new Set(claims.flatMap(({ diagnoses }) => diagnoses.map(({ poa }) => poa)))].sort()).toEqual([
      '',
      '1',
      'N',
      'U',
      'W',
      'Y',
    ])
    expect(seen(({ dischargeStatus }) => dischargeStatus)).toEqual(expect.arrayContaining(VALID_STATUSES))
    expect(claims.some(({ dischargeStatus }) => !VALID_STATUSES.includes(dischargeStatus))).toBe(true)
  })

  it('have claims without a principal, and with one that is unknown, external or of a sex that is not given', () => {
    const principals = claims.map(({ version, sex, diagnoses }) => ({
      codes: all.find((codes) => codes.version === version) as VersionCodes,
      sex,
      principal: diagnoses[0]?.code,
    }))
    expect(principals.some(({ principal }) => principal === undefined)).toBe(true)
    expect(principals.some(({ principal }) => principal === '')).toBe(true)
    expect(principals.some(({ codes, principal }) => principal && !codes.diagnoses.includes(principal))).toBe(true)
    expect(
      principals.some(({ codes, principal }) => principal && codes.diagnosesWith.get('ecode')?.includes(principal)),
    ).toBe(true)
    expect(
      principals.some(
        ({ codes, sex, principal }) => sex === 'U' && principal && codes.diagnosesBySex.includes(principal),
      ),
    ).toBe(true)
  })

  function seen<T>(of: (claim: ConformanceClaim) => T): T[] {
    return [...new Set(claims.map(of))].sort((a, b) => (a < b ? -1 : 1))
  }

  function mean(of: (claim: ConformanceClaim) => number): number {
    return claims.reduce((sum, claim) => sum + of(claim), 0) / claims.length
  }
})

function upTo(most: number): number[] {
  return Array.from({ length: most + 1 }, (_, number) => number)
}
