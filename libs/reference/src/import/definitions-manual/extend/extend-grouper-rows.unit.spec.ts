import { describe, expect, it } from '@jest/globals'
import { inForce, type GrouperRows } from '@claims-audit/ms-drg'
import { MANUAL_TABLES, type DefinitionsManual, type Edition } from '../definitions-manual.js'
import { extendGrouperRows, type Extension } from './extend-grouper-rows.js'
import { rowsUpTo, scoreExtension } from './score-extension.js'

const EMPTY = Object.fromEntries(Object.keys(MANUAL_TABLES).map((table) => [table, []])) as unknown as DefinitionsManual
const index = (code: string, mdc: string, drgs: string) => ({ code, mdc, drgs, title: '' })
const logic = (mdc: string, drgs: string, heading: string, codes: string) => ({ mdc, drgs, heading, codes })
const drg = (number: string, title: string) => ({ drg: number, mdc: '01', type: 'M', title })
const cc = (code: string, level: string, pdx_collection: string) => ({
  code,
  level,
  pdx_collection,
  n_pdx: '',
  title: '',
})
const or = (code: string, mdc: string, drgs: string) => ({
  code,
  is_or: '1',
  in_cluster: '0',
  mdc,
  drgs,
  surgical_category: 'Surgery',
  section: '1',
})
const excluded = (pdx_collection: string, pdx_code: string) => ({ pdx_collection, pdx_code })

/** A01 and A02 are on one list of MDC 1, A03 and A04 on another; A09 goes by sex. */
const BEFORE: DefinitionsManual = {
  ...EMPTY,
  drg: [drg('052', 'Spine'), drg('054', 'Neoplasms')],
  'dx-mdc': [
    ...['A01', 'A02', 'A03', 'A04'].map((code) => ({ code, mdc: '01' })),
    { code: 'A09', mdc: '13' },
    { code: 'A09', mdc: '12' },
  ],
  'dx-mdc-drg': [
    index('A01', '01', '052'),
    index('A02', '01', '052'),
    index('A03', '01', '054'),
    index('A04', '01', '054'),
    index('A09', '12', '727'),
  ],
  'drg-logic': [
    logic('01', '052', 'PRINCIPAL DIAGNOSIS', 'A01 A02'),
    logic('01', '054', 'PRINCIPAL DIAGNOSIS', 'A03 A04'),
    logic('01', '020', 'SURGERY', '0010000 0010001+0010002'),
  ],
  'cc-mcc': [cc('A02', 'CC', '0001'), cc('A03', 'CC', '0001')],
  'cc-exclusion-pdx': [excluded('0001', 'A01'), excluded('0001', 'A02')],
  'or-procedures': [or('0010000', '01', '020')],
  'procedure-clusters': [{ codes: '0010001+0010002', mdc: '01', drgs: '020', surgical_category: 'Surgery' }],
}

const span = { version_start: '400', version_end: '431' }
const diagnosis = (code: string, mdc: string, severity: string, dxcat_attributes: string) => ({
  ...span,
  code,
  mdc,
  severity,
  attributes: '',
  hac_attributes: '',
  dxcat_attributes,
})

const ROWS: GrouperRows = {
  diagnoses: [
    ...[
      diagnosis('A01', '1', 'NCC', 'dxc0107'),
      diagnosis('A02', '1', 'CC', 'dxc0107'),
      diagnosis('A03', '1', 'CC', 'dxc0105'),
      diagnosis('A04', '1', 'NCC', 'dxc0105'),
    ],
    ...[diagnosis('A09', '12', 'NCC', 'dxc1201'), { ...diagnosis('V01', '0', 'NCC', ''), attributes: 'ecode' }],
  ],
  procedures: [
    { ...span, code: '0010000', attributes: 'd468|surgery' },
    { ...span, code: 'Z@0007', attributes: 'surgery' },
  ],
  clusters: ['0010001', '0010002'].map((code, i) => ({
    ...span,
    cluster: 'Z@0007',
    suppression_mdcs: '1',
    choice: `${i + 1}`,
    code,
  })),
  formulas: [
    {
      ...span,
      mdc: '1',
      rank: '1',
      base_drg: '52',
      drg: '52',
      surgical: 'Medical',
      reroute_mdc: '0',
      formula: 'PDX:dxc0107 | surgery & PDX:dxc0105',
      severity_suppression: '',
    },
  ],
  exclusionGroups: ['A01', 'A02'].map((pdx_code) => ({ ...span, pdx_code, exclusion_group: '4' })),
  exclusionMembers: ['A02', 'A03'].map((cc_mcc_code) => ({ exclusion_group: '4', cc_mcc_code })),
  hacFormulas: [],
  mdcBySex: [{ ...span, code: 'A09', male_mdc: '12', female_mdc: '13' }],
  titles: [
    { ...span, drg: '52', description: 'Spine' },
    { ...span, drg: '54', description: 'Neoplasms' },
  ],
  weights: [],
}

const from: Edition = { version: '43.1', manual: BEFORE }
const extend = (change: Partial<DefinitionsManual>): Extension =>
  extendGrouperRows(ROWS, from, { version: '44.0', manual: { ...BEFORE, ...change } })
const plus = <Table extends keyof DefinitionsManual>(table: Table, ...rows: DefinitionsManual[Table][number][]) => ({
  [table]: [...BEFORE[table], ...rows],
})
const without = (code: string) => ({
  'dx-mdc': BEFORE['dx-mdc'].filter((row) => row.code !== code),
  'dx-mdc-drg': BEFORE['dx-mdc-drg'].filter((row) => row.code !== code),
})
const lists = (first: string, second: string) => ({
  'drg-logic': [
    logic('01', '052', 'PRINCIPAL DIAGNOSIS', first),
    logic('01', '054', 'PRINCIPAL DIAGNOSIS', second),
    ...BEFORE['drg-logic'].slice(2),
  ],
})
const of44 = (extension: Extension, code: string) =>
  inForce(extension.rows.diagnoses, '44.0').filter((row) => row.code === code)
const excludedBy = ({ rows }: Extension, principal: string): string[] => {
  const groups = inForce(rows.exclusionGroups, '44.0')
    .filter((row) => row.pdx_code === principal)
    .map((row) => row.exclusion_group)
  return rows.exclusionMembers
    .filter((row) => groups.includes(row.exclusion_group))
    .map((row) => row.cc_mcc_code)
    .sort()
}

describe('extendGrouperRows', () => {
  it('makes the span of all rows longer where the manuals are the same', () => {
    const { rows, diagnoses, formulas } = extend({})
    expect(diagnoses).toMatchObject({ kept: 6, changed: [], added: [], deleted: [] })
    expect(formulas).toEqual([])
    for (const table of [
      rows.diagnoses,
      rows.procedures,
      rows.clusters,
      rows.formulas,
      rows.exclusionGroups,
      rows.mdcBySex,
      rows.titles,
    ]) {
      expect(table.map(({ version_start, version_end }) => [version_start, version_end])).toEqual(
        table.map(() => ['400', '440']),
      )
    }
    expect(rows.exclusionMembers).toEqual(ROWS.exclusionMembers)
  })

  it('takes levels and MDCs from the manual', () => {
    const extension = extend({ 'cc-mcc': [cc('A02', 'MCC', '0001'), cc('A03', 'CC', '0001')] })
    expect(extension.diagnoses).toMatchObject({ kept: 5, changed: ['A02'] })
    expect(
      extension.rows.diagnoses
        .filter(({ code }) => code === 'A02')
        .map((row) => [row.version_start, row.version_end, row.severity]),
    ).toEqual([
      ['400', '431', 'CC'],
      ['440', '440', 'MCC'],
    ])
  })

  it('gives a new diagnosis the attributes of those on the same lists', () => {
    const added = {
      ...plus('dx-mdc', { code: 'A05', mdc: '01' }),
      ...plus('dx-mdc-drg', index('A05', '01', '054')),
      ...lists('A01 A02', 'A03 A04 A05'),
    }
    const extension = extend(added)
    expect(extension.diagnoses).toMatchObject({ kept: 6, added: ['A05'] })
    expect(of44(extension, 'A05')).toEqual([
      { ...diagnosis('A05', '1', 'NCC', 'dxc0105'), version_start: '440', version_end: '440' },
    ])
    const nowhere = extend({ ...added, ...lists('A01 A02', 'A03 A04') })
    expect(nowhere.diagnoses.byHand.get('A05')).toMatch('no code was on the same lists')
    expect(of44(nowhere, 'A05')).toEqual([])
  })

  it('leaves a new diagnosis to a person where those on the same lists differ', () => {
    const rows = {
      ...ROWS,
      diagnoses: ROWS.diagnoses.map((row) => (row.code === 'A03' ? { ...row, attributes: 'other' } : row)),
    }
    const to = {
      ...BEFORE,
      ...plus('dx-mdc', { code: 'A05', mdc: '01' }),
      ...plus('dx-mdc-drg', index('A05', '01', '054')),
      ...lists('A01 A02', 'A03 A04 A05'),
    }
    expect(extendGrouperRows(rows, from, { version: '44.0', manual: to }).diagnoses.byHand.get('A05')).toMatch(
      'codes on the same lists differ',
    )
  })

  it('leaves a diagnosis that moved, and one on a list that is new or gone, to a person', () => {
    const moved = extend({
      ...lists('A01', 'A02 A03 A04'),
      'dx-mdc-drg': BEFORE['dx-mdc-drg'].map((row) => (row.code === 'A02' ? { ...row, drgs: '054' } : row)),
    })
    expect(moved.diagnoses.byHand).toEqual(new Map([['A02', 'moved to where codes have \t\tdxc0105']]))
    const onNew = extend(plus('drg-logic', logic('01', '052', 'OR SECONDARY DIAGNOSIS', 'A04')))
    expect([[...onNew.diagnoses.byHand.keys()], onNew.formulas]).toEqual([
      ['A04'],
      ['new list: logic 01 052 OR SECONDARY DIAGNOSIS'],
    ])
    const gone = extend({ 'drg-logic': BEFORE['drg-logic'].slice(1) })
    expect([...gone.diagnoses.byHand.keys()]).toEqual(['A01', 'A02'])
  })

  it('knows a list by its codes when its words change, but not when its DRG is new', () => {
    const renamed = {
      'drg-logic': BEFORE['drg-logic'].map((row) =>
        row.drgs === '052' ? { ...row, drgs: '053', heading: 'SPINE' } : row,
      ),
    }
    expect(extend(renamed).diagnoses).toMatchObject({ kept: 6 })
    const extension = extend({ ...renamed, ...plus('drg', drg('053', 'New')) })
    expect([...extension.diagnoses.byHand.keys()]).toEqual(['A01', 'A02'])
    expect(extension.formulas).toContain('new DRG 053 New')
  })

  it('ends what is no longer printed, and keeps what never was', () => {
    const extension = extend({ ...without('A04'), ...lists('A01 A02', 'A03') })
    expect(extension.diagnoses).toMatchObject({ kept: 5, deleted: ['A04'] })
    expect([of44(extension, 'A04'), of44(extension, 'V01').length]).toEqual([[], 1])
    const valid = extendGrouperRows(
      ROWS,
      from,
      { version: '44.0', manual: BEFORE },
      { diagnoses: new Set(['A01', 'V02']) },
    )
    expect(valid.diagnoses).toMatchObject({ kept: 1, added: ['V02'] })
    expect(of44(valid, 'V02')).toMatchObject([{ mdc: '0', attributes: 'ecode' }])
  })

  it('gives every principal just the exclusions of the manual', () => {
    const newCc = extend({ 'cc-mcc': [...BEFORE['cc-mcc'], cc('A04', 'CC', '0001')] })
    expect([excludedBy(newCc, 'A01'), newCc.exclusions]).toEqual([['A02', 'A03', 'A04'], { principals: 0, groups: 0 }])
    const parted = extend({
      'cc-mcc': [cc('A02', 'CC', '0001'), cc('A03', 'CC', '0002')],
      'cc-exclusion-pdx': [...BEFORE['cc-exclusion-pdx'], excluded('0002', 'A01'), excluded('0002', 'A04')],
    })
    expect([
      excludedBy(parted, 'A01'),
      excludedBy(parted, 'A02'),
      excludedBy(parted, 'A04'),
      parted.exclusions,
    ]).toEqual([['A02', 'A03'], ['A02'], ['A03'], { principals: 2, groups: 2 }])
  })

  it('carries procedures and clusters on the same way', () => {
    const more = {
      ...plus('or-procedures', or('0010009', '01', '020')),
      'drg-logic': BEFORE['drg-logic'].map((row) =>
        row.drgs === '020' ? { ...row, codes: `${row.codes} 0010009 0010003+0010004` } : row,
      ),
    }
    const extension = extend({
      ...more,
      ...plus('procedure-clusters', { codes: '0010003+0010004', mdc: '01', drgs: '020', surgical_category: 'Surgery' }),
    })
    expect([extension.procedures.added, extension.clusters.added]).toEqual([['0010009'], ['0010003+0010004']])
    expect(inForce(extension.rows.procedures, '44.0').map(({ code, attributes }) => [code, attributes])).toEqual([
      ['0010000', 'd468|surgery'],
      ['0010009', 'd468|surgery'],
      ['Z@0007', 'surgery'],
      ['Z@0008', 'surgery'],
    ])
    expect(
      extension.rows.clusters.filter(({ cluster }) => cluster === 'Z@0008').map(({ choice, code }) => [choice, code]),
    ).toEqual([
      ['1', '0010003'],
      ['2', '0010004'],
    ])
  })

  it('takes titles from the manual and tells what formulas may need', () => {
    const { rows, formulas } = extend({
      drg: [drg('052', 'Spine and Cord'), drg('060', 'New')],
      'surgical-hierarchy': [{ mdc: '01', rank: '1', drgs: '020', class: '' }],
    })
    expect(inForce(rows.titles, '44.0').map((row) => row.description)).toEqual(['Spine and Cord', 'New'])
    expect(formulas).toEqual([
      'new DRG 060 New',
      'DRG that is gone: 054 Neoplasms',
      'DRG 052 was Spine, is Spine and Cord',
      'surgical hierarchy of MDC 01 was ; is 020',
    ])
  })

  it('takes the MDC of women from the two of a diagnosis', () => {
    const { rows } = extend({
      'dx-mdc': BEFORE['dx-mdc'].map((row) => (row.code === 'A09' && row.mdc === '12' ? { ...row, mdc: '11' } : row)),
    })
    expect(inForce(rows.mdcBySex, '44.0')).toEqual([
      { code: 'A09', version_start: '440', version_end: '440', male_mdc: '11', female_mdc: '13' },
    ])
    expect(() => extend(plus('dx-mdc', { code: 'A01', mdc: '02' }))).toThrow('A01 is assigned to MDC 1 and 2')
  })
})

describe('scoreExtension', () => {
  it('counts what would have been right, left to a person, and wrong', () => {
    const known = {
      ...ROWS,
      diagnoses: ROWS.diagnoses.map((row) => ({ ...row, version_end: '440' })),
      formulas: ROWS.formulas.map((row) => ({ ...row, version_end: '440' })),
    }
    const extension = extendGrouperRows(rowsUpTo(known, '43.1'), from, {
      version: '44.0',
      manual: {
        ...BEFORE,
        ...plus('drg-logic', logic('01', '052', 'NEW', 'A04')),
        'cc-mcc': BEFORE['cc-mcc'].slice(1),
      },
    })
    expect(scoreExtension(extension, known, '44.0').diagnoses).toEqual({ right: 4, byHand: 1, wrong: ['A02'] })
  })
})
