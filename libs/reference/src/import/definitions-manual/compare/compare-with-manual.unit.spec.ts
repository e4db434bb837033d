import { describe, expect, it } from '@jest/globals'
import { compareWithManual } from './compare-with-manual.js'
import type { ComparedManual, FormulaSource, GrouperTables } from '../../comparison.js'

const dx = (code: string, mdc: string, drgs: string) => ({ code, mdc, drgs, title: '' })
const or = (code: string, mdc: string, drgs: string, is_or = '1') => ({
  code,
  is_or,
  in_cluster: '0',
  mdc,
  drgs,
  surgical_category: '',
  section: '1',
})
const cc = (code: string, level: string, pdx_collection: string) => ({
  code,
  level,
  pdx_collection,
  n_pdx: '',
  title: '',
})
const hac = (list: string, code: string) => ({ hac: '05', title: '', list, code, level: '', title_code: '' })

const MANUAL: ComparedManual = {
  drg: [
    { drg: '020', mdc: '01', type: 'P', title: 'Surgery' },
    { drg: '052', mdc: '01', type: 'M', title: 'Medicine' },
    { drg: '727', mdc: '12', type: 'M', title: 'Of men' },
  ],
  'surgical-hierarchy': [{ mdc: '01', rank: '1', drgs: '020', class: 'Surgery' }],
  'dx-mdc': [
    { code: 'A01', mdc: '01' },
    { code: 'A02', mdc: '01' },
    { code: 'A03', mdc: '12' },
    { code: 'A03', mdc: '13' },
  ],
  'dx-mdc-drg': [dx('A01', '01', '052'), dx('A02', '01', '052'), dx('A03', '12', '727')],
  'cc-mcc': [cc('A02', 'MCC', '0001'), cc('A03', 'CC', '')],
  'cc-exclusion-pdx': [{ pdx_collection: '0001', pdx_code: 'A01' }],
  'cc-alive-only': [{ code: 'A02', title: '' }],
  'cc-drg-suppression': [{ mdc: '01', drgs: '052', class: '', code: 'A02' }],
  hac: [hac('SECONDARY DIAGNOSIS', 'A02'), hac('PROCEDURES', '0010000')],
  'or-procedures': [or('0010000', '01', '020'), or('0010001', '01', '052', '0')],
  'non-extensive-procedures': [{ code: '0010000' }],
  'procedure-clusters': [{ codes: '0010000+0010001', mdc: '01', drgs: '020', surgical_category: '' }],
  'nonor-combinations': [{ code1: '0010000', code2: '0010002' }],
}

const span = { version_start: '430', version_end: '431' }
const formula = (rank: string, drg: string, surgical: string, text: string, severity_suppression = '') => ({
  ...span,
  mdc: drg === '727' ? '12' : '1',
  rank,
  drg,
  surgical,
  formula: text,
  severity_suppression,
})
const member = (cluster: string, choice: string, code: string) => ({ ...span, cluster, choice, code })

const SOURCE: FormulaSource = {
  formulas: [
    formula('1', '20', 'SURGICAL', 'surgery & MCC'),
    formula('2', '52', 'MEDICAL', 'PDX:medicine | drug', 'stops'),
    formula('1', '727', 'MEDICAL', '~surgery & PDX:man'),
  ],
  clusters: [
    member('Z@1', '1', '0010000'),
    member('Z@1', '2', '0010001'),
    member('Z@2', '1', '0010000'),
    member('Z@2', '2', '0010002'),
  ],
  procedures: [
    { ...span, code: 'Z@1', attributes: 'surgery' },
    { ...span, code: 'Z@2', attributes: 'nonor' },
  ],
}

const CODES = ['A01', 'A02', 'A03', 'V01']
const PROCEDURES = ['0010000', '0010001', '0010002']
type Tables = ReturnType<typeof compiled>

function compiled() {
  const diagnosis = (mdc: number, severity: 'NCC' | 'CC' | 'MCC', attributes: string[]) => ({
    mdc,
    severity,
    aliveOnly: false,
    hacs: [] as number[],
    attributes,
  })
  return {
    diagnoses: [
      diagnosis(1, 'NCC', ['medicine']),
      { ...diagnosis(1, 'MCC', ['medicine', 'stops']), aliveOnly: true, hacs: [5] },
      diagnosis(12, 'CC', ['man']),
      diagnosis(0, 'NCC', []),
    ],
    procedures: [
      { operatingRoom: true, attributes: ['surgery', 'd477', 'hac05_proc'] },
      { operatingRoom: false, attributes: ['drug'] },
      { operatingRoom: false, attributes: [] },
    ],
    excluded: new Set(['0 1']),
    bySex: new Map([[2, { M: 12, F: 13 }]]),
    titles: new Map([
      [20, 'Surgery'],
      [52, 'Medicine'],
      [727, 'Of men'],
    ]),
  }
}

function grouperOf(tables: Tables): GrouperTables {
  return {
    codes: { diagnosis: (code) => CODES.indexOf(code), procedure: (code) => PROCEDURES.indexOf(code) },
    diagnosis: (number) => tables.diagnoses[number],
    procedure: (number) => tables.procedures[number],
    excludes: (principal, secondary) => tables.excluded.has(`${principal} ${secondary}`),
    mdcBySex: (number) => tables.bySex.get(number),
    title: (drg) => tables.titles.get(drg) ?? '',
  }
}

function differences(change: (tables: Tables) => unknown, source = SOURCE, everyPair = false): string[] {
  const tables = compiled()
  change(tables)
  return compareWithManual(grouperOf(tables), '43.0', MANUAL, source, { everyPair }).differences.map(
    ({ table, code }) => `${table} ${code}`,
  )
}

describe('compareWithManual', () => {
  it('finds nothing where all agrees, and counts what it compared', () => {
    const { compared, differences: none } = compareWithManual(grouperOf(compiled()), '43.0', MANUAL, SOURCE)
    expect(none).toEqual([])
    expect(compared).toMatchObject({
      'dx-mdc': 4,
      'cc-mcc': 4,
      'cc-exclusion-pdx': 1,
      'or-procedures': 2,
      'or-procedures (DRGs)': 3,
      'procedure-clusters': 2,
    })
    expect(
      compareWithManual(grouperOf(compiled()), '43.0', MANUAL, SOURCE, { everyPair: true }).compared[
        'cc-exclusion-pdx'
      ],
    ).toBe(8)
  })

  it.each<[string, (tables: Tables) => unknown]>([
    ['dx-mdc A01', ({ diagnoses: [first] }) => Object.assign(first as object, { mdc: 2 })],
    ['dx-mdc A01', ({ diagnoses }) => delete diagnoses[0]],
    ['dx-mdc A03', ({ bySex }) => bySex.clear()],
    ['dx-mdc number 3', ({ diagnoses }) => Object.assign(diagnoses[3] as object, { mdc: 1 })],
    ['dx-mdc-drg A01', ({ diagnoses }) => Object.assign(diagnoses[0] as object, { attributes: [] })],
    ['cc-mcc A01', ({ diagnoses }) => Object.assign(diagnoses[0] as object, { severity: 'CC' })],
    ['cc-mcc A02', ({ diagnoses }) => Object.assign(diagnoses[1] as object, { severity: 'CC' })],
    ['cc-alive-only A02', ({ diagnoses }) => Object.assign(diagnoses[1] as object, { aliveOnly: false })],
    ['hac A02', ({ diagnoses }) => Object.assign(diagnoses[1] as object, { hacs: [5, 6] })],
    ['cc-drg-suppression A02', ({ diagnoses }) => Object.assign(diagnoses[1] as object, { attributes: ['medicine'] })],
    [
      'cc-drg-suppression A03',
      ({ diagnoses }) => Object.assign(diagnoses[2] as object, { attributes: ['man', 'stops'] }),
    ],
    ['cc-exclusion-pdx A01 as principal, A02', ({ excluded }) => excluded.clear()],
    ['cc-exclusion-pdx A03 as principal, A02', ({ excluded }) => excluded.add('2 1')],
    ['cc-exclusion-pdx number 3 as principal, A03', ({ excluded }) => excluded.add('3 2')],
    ['or-procedures 0010000', ({ procedures }) => Object.assign(procedures[0] as object, { operatingRoom: false })],
    ['or-procedures 0010001', ({ procedures }) => delete procedures[1]],
    ['or-procedures (DRGs) number 2', ({ procedures }) => procedures[2]?.attributes.push('surgery')],
    ['non-extensive-procedures number 2', ({ procedures }) => procedures[2]?.attributes.push('d477')],
    ['hac (procedures) 0010000', ({ procedures }) => procedures[0]?.attributes.pop()],
    ['drg 052', ({ titles }) => titles.set(52, 'Other')],
  ])('says that %s differs', (place, change) => {
    expect(differences(change)).toContain(place)
    expect(new Set(differences(change, SOURCE, true))).toContain(place)
  })

  it.each<[string, Partial<FormulaSource>]>([
    [
      'drg 052 (type)',
      { formulas: SOURCE.formulas.map((row) => (row.drg === '52' ? { ...row, surgical: 'SURGICAL' } : row)) },
    ],
    ['drg 727 (MDC)', { formulas: SOURCE.formulas.map((row) => ({ ...row, mdc: '1' })) }],
    ['surgical-hierarchy MDC 01, class 1', { formulas: SOURCE.formulas.filter(({ drg }) => drg !== '20') }],
    ['cc-drg-suppression A02', { formulas: SOURCE.formulas.map((row) => ({ ...row, severity_suppression: '' })) }],
    ['procedure-clusters 0010000+0010001', { clusters: SOURCE.clusters.filter(({ cluster }) => cluster !== 'Z@1') }],
    ['nonor-combinations 0010000+0010002', { procedures: [] }],
  ])('says that the source rows differ: %s', (place, change) => {
    expect(differences(() => undefined, { ...SOURCE, ...change })).toContain(place)
  })
})
