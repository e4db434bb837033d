import { describe, expect, it } from '@jest/globals'
import { openGrouper } from '@claims-audit/reference'
import fc from 'fast-check'
import type { GroupResult } from './open-grouper.js'
import type { GroupInput } from './read-stay.js'

const grouper = openGrouper()
const group = (input: GroupInput, version = '43.0', options?: { trace?: boolean }): GroupResult =>
  grouper.group(grouper.read(input), version, options)

/** A woman of 64 discharged home, everything present on admission. */
function stay(codes: string[], procedures: string[] = [], change: Partial<GroupInput> = {}): GroupInput {
  return {
    diagnoses: codes.map((code) => ({ code, poa: 'Y' })),
    procedures,
    ageInYears: 64,
    sex: 'F',
    dischargeStatus: '01',
    ...change,
  }
}

describe('cervical spondylolysis, 43.0', () => {
  const secondaries = [[], ['M54.12'], ['M47.12'], ['G99.2'], ['G95.20'], ['G82.50'], ['J96.01']]

  it.each(secondaries.map((list, i) => [list.join() || 'nothing', list, i < 5 ? '552' : '551'] as const))(
    'without a procedure, with %s, is DRG %3$s',
    (_, list, drg) => {
      expect(group(stay(['M43.02', ...list]))).toMatchObject({
        initialDrg: drg,
        finalDrg: drg,
        mdc: '08',
        returnCode: 'OK',
      })
    },
  )

  it.each(['0RG10A0', '0RG1070'])('with fusion %s goes by severity', (procedure) => {
    const drgs = secondaries.map((list) => group(stay(['M43.02', ...list], [procedure])).finalDrg)
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
    expect(group(claim)).toMatchObject({
      finalDrg,
      weight,
      gmlos: expect.any(Number),
      title: expect.stringMatching(/./),
    })
    expect(group(claim, '42.1')).toMatchObject({ weight: null, gmlos: null })
  })
})

describe('severity', () => {
  it('drops a CC that the principal excludes, and says so', () => {
    const result = group(stay(['G95.20', 'G99.2', 'J96.01', 'I10', 'nonsense']))
    expect(result).toMatchObject({ severity: 'MCC', baseDrg: expect.stringMatching(/^\d{3}$/) })
    expect(result.diagnoses).toEqual([
      { valid: true, level: 'CC', usedForDrg: true },
      { valid: true, level: 'CC', notCounted: 'excluded-by-principal', usedForDrg: false },
      { valid: true, level: 'MCC', usedForDrg: true },
      { valid: true, level: 'NCC', usedForDrg: false },
      { valid: false, level: 'NCC', usedForDrg: false },
    ])
  })

  it('counts cardiac arrest only for a patient who left alive', () => {
    expect(group(stay(['M43.02', 'I46.9'])).finalDrg).toBe('551')
    expect(group(stay(['M43.02', 'I46.9'], [], { dischargeStatus: '20' })).finalDrg).toBe('552')
  })

  it('stops counting a hospital-acquired condition in the final grouping', () => {
    const claim = (poa: string): GroupInput =>
      stay([], [], {
        diagnoses: [
          { code: 'M43.02', poa: 'Y' },
          { code: 'L89.153', poa },
        ],
      })
    expect(group(claim('Y'))).toMatchObject({ initialDrg: '551', finalDrg: '551' })
    expect(group(claim('N'))).toMatchObject({ initialDrg: '551', finalDrg: '552' })
    expect(group(claim(''))).toMatchObject({ initialDrg: '551', finalDrg: '999', returnCode: 'HAC_MISSING_ONE_POA' })
  })

  it('marks a hospital-acquired condition with its number, and only where it was acquired', () => {
    const marks = ['Y', 'N'].map(
      (poa) =>
        group(
          stay([], [], {
            diagnoses: [
              { code: 'M43.02', poa: 'Y' },
              { code: 'L89.153', poa },
            ],
          }),
        ).diagnoses[1],
    )
    expect(marks).toEqual([
      { valid: true, level: 'MCC', usedForDrg: true },
      { valid: true, level: 'MCC', notCounted: 'hospital-acquired', hac: 4, usedForDrg: false },
    ])
  })
})

describe('what a version knows of a code', () => {
  const diagnosis = (code: string) => grouper.diagnosis(grouper.codes.diagnosis(code), '43.0')
  const procedure = (code: string) => grouper.procedure(grouper.codes.procedure(code), '43.0')

  it('tells MDC, severity, HACs', () => {
    expect(diagnosis('J96.01')).toMatchObject({ mdc: 4, severity: 'MCC', aliveOnly: false, hacs: [] })
    expect(diagnosis('I46.9')).toMatchObject({ severity: 'MCC', aliveOnly: true })
    expect(diagnosis('L89.153')?.hacs).toEqual([4])
    expect([diagnosis('M43.0'), diagnosis('?')]).toEqual([undefined, undefined])
  })

  it('tells what a procedure is', () => {
    expect(procedure('0RG10A0')).toMatchObject({ operatingRoom: true, attributes: expect.arrayContaining(['d468']) })
    expect([procedure('B030ZZZ')?.operatingRoom, procedure('?')]).toEqual([false, undefined])
  })

  it('tells which DRGs differ only by severity', () => {
    expect([grouper.family('471', '43.0'), grouper.family('551', '43.0')]).toEqual([
      ['471', '472', '473'],
      ['551', '552'],
    ])
  })

  it('tells exclusions and principals that go by sex', () => {
    const number = grouper.codes.diagnosis
    expect(grouper.excludes(number('G95.20'), number('G99.2'), '43.0')).toBe(true)
    expect(grouper.excludes(number('M43.02'), number('G99.2'), '43.0')).toBe(false)
    expect(grouper.mdcBySex(number('A51.0'), '43.0')).toEqual({ M: 12, F: 13 })
    expect(grouper.mdcBySex(number('M43.02'), '43.0')).toBeUndefined()
  })
})

describe('procedures', () => {
  it('marks those that the DRG rests on, and the operating-room procedures', () => {
    expect(group(stay(['M43.02'], ['0RG10A0', 'B030ZZZ', 'nonsense'])).procedures).toEqual([
      { valid: true, operatingRoom: true, usedForDrg: true },
      { valid: true, operatingRoom: false, usedForDrg: false },
      { valid: false, operatingRoom: false, usedForDrg: false },
    ])
  })

  it('weighs 43.x only, with both lengths of stay', () => {
    expect(group(stay(['M43.02']))).toMatchObject({
      weight: 0.9613,
      gmlos: expect.any(Number),
      amlos: expect.any(Number),
    })
    expect(grouper.weight('470', '43.1')).toMatchObject({ postAcute: true })
    expect(grouper.weight('470', '42.1')).toBeUndefined()
  })
})

describe('a complete cluster', () => {
  // An epilepsy neurostimulator: the generator and the lead count together (MDC 01), and the biopsy beside them does
  // not.
  const epilepsy = stay(['G40.411'], ['00B70ZX', '00H04MZ', '0NH00NZ'])

  it('is what the DRG rests on, by the procedures that complete it', () => {
    const { finalDrg, procedures } = group(epilepsy, '40.1')
    expect([finalDrg, procedures.slice(1).map(({ usedForDrg }) => usedForDrg)]).toEqual(['023', [true, true]])
  })

  it('is named where it takes the place of a procedure that a formula asks for', () => {
    const lines = group(stay(['H53.122'], ['00HV4MZ', '0JH83EZ']), '41.1', { trace: true }).trace as string[]
    expect(lines).toContainEqual(
      expect.stringMatching(/MDC 29 .*: no, a complete cluster takes the place of 00HV4MZ, which has d468$/),
    )
  })
})

describe('an indicator that is missing on a hospital-acquired condition', () => {
  const claim = stay([], ['0DYE0Z1'], { diagnoses: [{ code: 'Z94.0', poa: 'Y' }, { code: 'T80.211A' }] })

  it('is told of by its code, and no formula is said to have decided', () => {
    const { returnCode, diagnoses, trace = [] } = group(claim, '43.0', { trace: true })
    expect([returnCode, diagnoses[1]?.hac]).toEqual(['HAC_MISSING_ONE_POA', 7])
    expect(trace).toContain('T80.211A is CC, HAC 7 without a present-on-admission indicator')
    expect(trace.slice(-2)).toEqual(['final grouping', 'final HAC_MISSING_ONE_POA'])
  })

  it('is read in either case', () => {
    const drgs = ['y', 'Y', 'w', 'n', 'N'].map(
      (poa) =>
        group(
          stay([], [], {
            diagnoses: [
              { code: 'M43.02', poa: 'Y' },
              { code: 'L89.153', poa },
            ],
          }),
        ).finalDrg,
    )
    expect(drgs).toEqual(['551', '551', '551', '552', '552'])
  })
})

describe('the trace', () => {
  const trace = (input: GroupInput): string[] => group(input, '43.0', { trace: true }).trace as string[]

  it('tells which formula decided, and which attribute of which code', () => {
    const lines = trace(stay(['M43.02', 'G99.2'], ['0RG10A0']))
    expect(lines.slice(0, 3)).toEqual(['MS-DRG 43.0', 'principal diagnosis M43.02: MDC 08', 'G99.2 is CC'])
    expect(lines.at(-1)).toBe('initial DRG 472')
    const decided = lines.findIndex((line) => /DRG 472.*: yes$/.test(line))
    expect(lines[decided + 1]).toMatch(/^ {4}\S+ from 0RG10A0$/)
    expect(lines[decided + 2]).toBe('    the severity is CC, by G99.2')
    expect(lines.filter((line) => line.includes('rank'))).toEqual(
      expect.arrayContaining([expect.stringMatching(/DRG 471.*: no, the severity is CC$/)]),
    )
  })

  it('tells both groupings where a hospital-acquired condition stops counting', () => {
    const lines = trace(
      stay([], [], {
        diagnoses: [
          { code: 'M43.02', poa: 'Y' },
          { code: 'L89.153', poa: 'N' },
        ],
      }),
    )
    expect(lines).toEqual(
      expect.arrayContaining([
        'L89.153 is MCC, not counted: hospital-acquired (HAC 4)',
        'initial DRG 551',
        'final grouping',
      ]),
    )
    expect(lines.at(-1)).toBe('final DRG 552')
  })

  it('ends in the return code where there is no DRG', () => {
    expect(trace(stay(['M43.0'])).at(-1)).toBe('initial INVALID_PDX')
  })
})

describe('what cannot be grouped', () => {
  it.each([
    ['an invalid principal', stay(['M43.0']), 'INVALID_PDX'],
    ['an empty principal', stay(['']), 'INVALID_PDX'],
    ['no diagnosis', stay([]), 'UNGROUPABLE'],
    ['an external cause as principal', stay(['V00.01XA']), 'DX_CANNOT_BE_PDX'],
    ['a principal that goes by sex, sex unknown', stay(['A51.0'], [], { sex: 'U' }), 'INVALID_SEX'],
    [
      'an alive-only MCC and an unknown discharge status',
      stay(['M43.02', 'I46.9'], [], { dischargeStatus: '' }),
      'INVALID_DISCHARGE_STATUS',
    ],
  ])('%s: %3$s', (_, claim, returnCode) => {
    expect(group(claim)).toMatchObject({ initialDrg: '999', finalDrg: '999', mdc: '00', returnCode, weight: null })
  })

  it('never throws for what a claim holds', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('M4302', 'I469', 'S12000A', '0RG10A0', 'A510', '02YA0Z0'))
    const claim = fc.record({
      diagnoses: fc.array(fc.record({ code: text, poa: fc.option(fc.string(), { nil: undefined }) })),
      procedures: fc.array(text),
      ageInYears: fc.oneof(fc.integer(), fc.constant(Number.NaN)),
      sex: fc.oneof(fc.constantFrom('F', 'M', 'U'), fc.string()),
      dischargeStatus: fc.oneof(fc.constantFrom('01', '20', '07', '99'), fc.string()),
    })
    const returnCodes = [
      'OK',
      'INVALID_PDX',
      'DX_CANNOT_BE_PDX',
      'INVALID_SEX',
      'INVALID_DISCHARGE_STATUS',
      'UNGROUPABLE',
      'HAC_MISSING_ONE_POA',
    ]
    let n = 0
    fc.assert(
      fc.property(claim, fc.constantFrom(...grouper.versions), (input, version) => {
        const { finalDrg, returnCode, diagnoses, procedures } = group(input as GroupInput, version, {
          trace: n++ % 10 === 0,
        })
        const sound =
          /^\d{3}$/.test(finalDrg) && returnCodes.includes(returnCode) && (returnCode === 'OK') === (finalDrg !== '999')
        return sound && diagnoses.length === input.diagnoses.length && procedures.length === input.procedures.length
      }),
      { numRuns: 100_000 },
    )
  })

  it('is a RangeError for a version that is not loaded', () => {
    expect(() => group(stay(['M43.02']), '39.1')).toThrow(RangeError)
  })
})
