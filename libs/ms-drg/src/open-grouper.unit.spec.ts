import { describe, expect, it } from '@jest/globals'
import { openGrouper } from '@claims-audit/reference'
import fc from 'fast-check'
import type { GroupInput } from './read-claim.js'

const grouper = openGrouper()

/** A woman of 64 discharged home, everything present on admission. */
function stay(codes: string[], procedures: string[] = [], change: Partial<GroupInput> = {}): GroupInput {
  return { diagnoses: codes.map((code) => ({ code, poa: 'Y' })), procedures, ageInYears: 64, sex: 'F', dischargeStatus: '01', ...change }
}

describe('cervical spondylolysis, 43.0', () => {
  const secondaries = [[], ['M54.12'], ['M47.12'], ['G99.2'], ['G95.20'], ['G82.50'], ['J96.01']]

  it.each(secondaries.map((list, i) => [list.join() || 'nothing', list, i < 5 ? '552' : '551'] as const))(
    'without a procedure, with %s, is DRG %3$s',
    (_, list, drg) => {
      expect(grouper.group(stay(['M43.02', ...list]), '43.0')).toMatchObject({ initialDrg: drg, finalDrg: drg, mdc: '08', returnCode: 'OK' })
    },
  )

  it.each(['0RG10A0', '0RG1070'])('with fusion %s goes by severity', (procedure) => {
    const drgs = secondaries.map((list) => grouper.group(stay(['M43.02', ...list], [procedure]), '43.0').finalDrg)
    expect(drgs).toEqual(['473', '473', '472', '472', '472', '471', '471'])
  })

  it.each([
    ['551', ['G82.50'], [], 1.6761],
    ['552', [], [], 0.9613],
    ['471', ['J96.01'], ['0RG10A0'], 4.8287],
    ['472', ['G99.2'], ['0RG10A0'], 2.9461],
    ['473', [], ['0RG10A0'], 2.4413],
  ])('DRG %s weighs %4$s', (finalDrg, list, procedures, weight) => {
    const claim = stay(['M43.02', ...list], procedures)
    expect(grouper.group(claim, '43.0')).toMatchObject({ finalDrg, weight, gmlos: expect.any(Number), title: expect.stringMatching(/./) })
    expect(grouper.group(claim, '42.1')).toMatchObject({ weight: null, gmlos: null })
  })
})

describe('severity', () => {
  it('drops a CC that the principal excludes, and says so', () => {
    const result = grouper.group(stay(['G95.20', 'G99.2', 'J96.01']), '43.0', { trace: true })
    expect(result.severity).toEqual([{ code: 'G99.2', level: 'CC', notCounted: 'excluded-by-principal' }, { code: 'J96.01', level: 'MCC' }])
    expect(result.trace?.at(-1)).toBe(`initial: DRG ${result.finalDrg}`)
  })

  it('counts cardiac arrest only for a patient who left alive', () => {
    expect(grouper.group(stay(['M43.02', 'I46.9']), '43.0').finalDrg).toBe('551')
    expect(grouper.group(stay(['M43.02', 'I46.9'], [], { dischargeStatus: '20' }), '43.0').finalDrg).toBe('552')
  })

  it('stops counting a hospital-acquired condition in the final grouping', () => {
    const claim = (poa: string): GroupInput => stay([], [], { diagnoses: [{ code: 'M43.02', poa: 'Y' }, { code: 'L89.153', poa }] })
    expect(grouper.group(claim('Y'), '43.0')).toMatchObject({ initialDrg: '551', finalDrg: '551' })
    expect(grouper.group(claim('N'), '43.0')).toMatchObject({ initialDrg: '551', finalDrg: '552' })
    expect(grouper.group(claim(''), '43.0')).toMatchObject({ initialDrg: '551', finalDrg: '999', returnCode: 'HAC_MISSING_ONE_POA' })
  })

  it('answers for single codes', () => {
    expect([grouper.severity('J96.01', '43.0'), grouper.severity('G99.2', '43.0'), grouper.severity('M43.02', '43.0')]).toEqual(['MCC', 'CC', 'NCC'])
    expect([grouper.severity('M43.0', '43.0'), grouper.mdc('M43.02', '43.0'), grouper.mdc('?', '43.0')]).toEqual([undefined, '08', undefined])
  })
})

describe('what cannot be grouped', () => {
  it.each([
    ['an invalid principal', stay(['M43.0']), 'INVALID_PDX'],
    ['an empty principal', stay(['']), 'INVALID_PDX'],
    ['no diagnosis', stay([]), 'UNGROUPABLE'],
    ['an external cause as principal', stay(['V00.01XA']), 'DX_CANNOT_BE_PDX'],
    ['a principal that goes by sex, sex unknown', stay(['A51.0'], [], { sex: 'U' }), 'INVALID_SEX'],
    ['an alive-only MCC and an unknown discharge status', stay(['M43.02', 'I46.9'], [], { dischargeStatus: '' }), 'INVALID_DISCHARGE_STATUS'],
  ])('%s: %3$s', (_, claim, returnCode) => {
    expect(grouper.group(claim, '43.0')).toMatchObject({ initialDrg: '999', finalDrg: '999', mdc: '00', returnCode, weight: null })
  })

  it('never throws for what a claim holds', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('M4302', 'I469', 'S12000A', '0RG10A0', 'A510', '02YA0Z0'))
    const claim = fc.record({
      diagnoses: fc.array(fc.record({ code: text, poa: fc.option(fc.string(), { nil: undefined }) })),
      procedures: fc.array(text),
      ageInYears: fc.oneof(fc.integer(), fc.constant(Number.NaN)),
      sex: fc.constantFrom('F', 'M', 'U'),
      dischargeStatus: fc.string(),
    })
    fc.assert(
      fc.property(claim, fc.constantFrom(...grouper.versions), (input, version) => {
        expect(grouper.group(input as GroupInput, version, { trace: true }).finalDrg).toMatch(/^\d{3}$/)
      }),
    )
  })

  it('is a RangeError for a version that is not loaded', () => {
    expect(() => grouper.group(stay(['M43.02']), '39.1')).toThrow(RangeError)
  })
})
