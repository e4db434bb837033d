import type { Diagnosis, Practitioner, ServiceLine, SubmittedClaim } from '../../contracts/src/contracts.ts'
import type { Dice } from '../conformance/dice.ts'
import type { Bill } from './generate-bills.ts'

/** How a file is written: what a trading partner chooses. */
export interface Style {
  element: string
  component: string
  /** ISA11; a letter is the older meaning of the element. */
  repetition: string
  terminator: string
  /** Between segments, where the terminator is not a line break itself. */
  lineEnd: string
  /** The length of a wrapped line; 0 where lines are not wrapped. */
  wrap: number
  hasMark: boolean
  /** Segments that say what our claims have no field for. */
  hasMore: boolean
}

export const PLAIN: Style = {
  element: '*',
  component: ':',
  repetition: '^',
  terminator: '~',
  lineEnd: '\n',
  wrap: 0,
  hasMark: false,
  hasMore: true,
}

const SEPARATORS = ['*', ':', '^', '|', '>', '~', '`', '!', '\x1d', '\x1f', '+']

export function styleOf(dice: Dice): Style {
  const [element = '', component = '', repetition = '', other = ''] = dice.shuffled(SEPARATORS)
  const terminator = dice.pick(
    ['~', '\n', '\r\n', '\x1c', "'", other].filter((each) => ![element, component, repetition].includes(each)),
  )
  const breaks = terminator.includes('\n')
  return {
    element,
    component,
    repetition: dice.chance(0.3) ? 'U' : repetition,
    terminator,
    lineEnd: breaks ? '' : dice.pick(['', '\n', '\r\n', '\n\n', '\n  ']),
    wrap: !breaks && dice.chance(0.2) ? dice.between(20, 120) : 0,
    hasMark: dice.chance(0.2),
    hasMore: dice.chance(0.7),
  }
}

/** One interchange with a group for each kind of bill, and `perTransaction` claims in each of its transactions. */
export function write837(bills: Bill[], style: Style = PLAIN, perTransaction = 3): Buffer {
  const kinds = [
    bills.filter(({ claim }) => claim.claimType !== 'professional'),
    bills.filter(({ claim }) => claim.claimType === 'professional'),
  ]
  const groups = kinds
    .filter((kind) => kind.length > 0)
    .flatMap((kind, i) => groupOf(kind, i + 1, perTransaction, style))
  const count = kinds.filter((kind) => kind.length > 0).length
  const text = [...groups, ['IEA', String(count), '000000101']].map((segment) => segment.join(style.element))
  const written = [isaOf(style), ...text].map((segment) => segment + style.terminator)
  const whole =
    style.wrap > 0
      ? written.join('').replace(new RegExp(`([^]{${style.wrap}})`, 'g'), '$1\n')
      : written.join(style.lineEnd)
  return Buffer.from((style.hasMark ? '\xef\xbb\xbf' : '') + whole, 'latin1')
}

const isaOf = ({ element, component, repetition }: Style): string =>
  [
    'ISA',
    '00',
    ' '.repeat(10),
    '00',
    ' '.repeat(10),
    'ZZ',
    'OURHOSPITAL    ',
    'ZZ',
    'APAYER         ',
    '260110',
    '1200',
    repetition,
    '00501',
    '000000101',
    '0',
    'T',
    component,
  ].join(element)

function groupOf(bills: Bill[], number: number, perTransaction: number, style: Style): string[][] {
  const isProfessional = bills[0]?.claim.claimType === 'professional'
  const guide = isProfessional ? '005010X222A1' : '005010X223A3'
  const transactions: string[][][] = []
  for (let from = 0; from < bills.length; from += perTransaction)
    transactions.push(transactionOf(bills.slice(from, from + perTransaction), transactions.length + 1, guide, style))
  return [
    ['GS', 'HC', 'OURHOSPITAL', 'APAYER', '20260110', '1200', String(number), 'X', guide],
    ...transactions.flat(),
    ['GE', String(transactions.length), String(number)],
  ]
}

function transactionOf(bills: Bill[], number: number, guide: string, style: Style): string[][] {
  const control = String(number).padStart(4, '0')
  let level = 0
  const levels = bills.flatMap((bill) => {
    const written = levelsOf(bill, level, style)
    level += bill.isDependent ? 3 : 2
    return written
  })
  const segments = [
    ['ST', '837', control, guide],
    ['BHT', '0019', '00', control, '20260110', '1200', 'CH'],
    ...headerOf(style),
    ...levels,
  ]
  return [...segments, ['SE', String(segments.length + 1), control]]
}

const headerOf = ({ hasMore }: Style): string[][] =>
  hasMore
    ? [
        ['NM1', '41', '2', 'OUR CLEARING', '', '', '', '', '46', 'S1'],
        ['NM1', '40', '2', 'A PAYER', '', '', '', '', '46', 'P1'],
      ]
    : []

function levelsOf({ claim, isDependent, memberId }: Bill, above: number, style: Style): string[][] {
  const id = (offset: number): string => String(above + offset)
  const person = ['DMG', 'D8', compact(claim.patient.birthDate), claim.patient.sex]
  const other = ['DMG', 'D8', '19400101', 'F']
  return [
    ['HL', id(1), '', '20', '1'],
    ['NM1', '85', '2', 'OUR HOSPITAL', '', '', '', '', 'XX', claim.facility?.npi ?? ''],
    ['HL', id(2), id(1), '22', isDependent ? '1' : '0'],
    ['SBR', 'P', isDependent ? '' : '18', '', '', '', '', '', '', 'CI'],
    ['NM1', 'IL', '1', 'ISAAC', 'ISA', '', '', '', 'MI', memberId],
    isDependent ? other : person,
    ['NM1', 'PR', '2', 'A PAYER', '', '', '', '', 'PI', claim.payer?.id ?? ''],
    ...(isDependent
      ? [['HL', id(3), id(2), '23', '0'], ['PAT', '19'], ['NM1', 'QC', '1', 'ISAAC', 'KIM'], person]
      : []),
    ...claimOf(claim, style),
  ]
}

function claimOf(claim: SubmittedClaim, style: Style): string[][] {
  const isProfessional = claim.claimType === 'professional'
  const join = (...components: string[]): string => components.join(style.component)
  const place = claim.typeOfBill?.slice(0, 2) ?? '11'
  return [
    [
      'CLM',
      claim.accountNumber ?? '',
      claim.totalCharge ?? '',
      '',
      '',
      join(place, isProfessional ? 'B' : 'A', claim.frequency ?? ''),
      'Y',
      'A',
      'Y',
      'Y',
    ],
    ...(claim.statement
      ? [['DTP', '434', 'RD8', `${compact(claim.statement.from)}-${compact(claim.statement.to)}`]]
      : []),
    ...hoursOf(claim),
    ...(claim.dischargeStatus
      ? [['CL1', claim.admissionType ?? '', claim.admissionSource ?? '', claim.dischargeStatus]]
      : []),
    ...(claim.payerClaimNumber ? [['REF', 'F8', claim.payerClaimNumber]] : []),
    ...(claim.medicalRecordNumber ? [['REF', 'EA', claim.medicalRecordNumber]] : []),
    ...(style.hasMore
      ? [
          ['NTE', 'ADD', 'SEEN IN CLINIC'],
          ['REF', 'D9', 'CLEARING'],
        ]
      : []),
    ...codesOf(claim, join),
    ...(style.hasMore
      ? [
          ['HI', join('BH', '11', 'D8', '20261301'), join('TC', 'A')],
          ['NM1', 'DQ', '1', 'ANN', 'SUPERVISOR', '', '', '', 'XX', '1999999984'],
          ['PRV', 'AT', 'PXC', '208600000X'],
        ]
      : []),
    ...providersOf(claim),
    ...(claim.facility?.id ? [['NM1', '77', '2', 'A CLINIC', '', '', '', '', 'XX', claim.facility.id]] : []),
    ...(style.hasMore ? otherPayer() : []),
    ...(claim.lines ?? []).flatMap((line) => lineOf(line, isProfessional, join)),
  ]
}

/** A day without its hour is written as one. */
const hoursOf = ({ admissionDate, admissionHour, dischargeHour }: SubmittedClaim): string[][] => [
  ...(admissionDate
    ? [['DTP', '435', admissionHour ? 'DT' : 'D8', `${compact(admissionDate)}${admissionHour ?? ''}`]]
    : []),
  ...(dischargeHour ? [['DTP', '096', 'TM', dischargeHour]] : []),
]

function providersOf({ attending, operating, otherOperating, rendering, referring }: SubmittedClaim): string[][] {
  const one = (entity: string, kind: string, provider: Practitioner | undefined): string[][] =>
    provider === undefined
      ? []
      : [
          ['NM1', entity, '1', 'DOE', 'ANN', '', '', '', 'XX', provider.npi],
          ...(provider.taxonomy ? [['PRV', kind, 'PXC', provider.taxonomy]] : []),
        ]
  return [
    ...one('71', 'AT', attending),
    ...one('72', 'OP', operating),
    ...one('ZZ', 'OT', otherOperating),
    ...one('82', 'PE', rendering),
    ...one('DN', 'RF', referring),
  ]
}

/** Another payer's loop (2320): nothing of it may reach the claim. */
const otherPayer = (): string[][] => [
  ['SBR', 'S', '19', '', '', '', '', '', '', 'CI'],
  ['DMG', 'D8', '19010101', 'M'],
  ['NM1', 'IL', '1', 'OTHER', 'SAM', '', '', '', 'MI', 'OTHER1'],
  ['NM1', 'PR', '2', 'OTHER PAYER', '', '', '', '', 'PI', 'OTHER2'],
  ['REF', 'F8', 'OTHER3'],
  ['NM1', '71', '1', 'OTHER', 'SAM', '', '', '', 'XX', '1777777776'],
  ['PRV', 'AT', 'PXC', '2084P0800X'],
]

const QUALIFIERS = { principal: 'ABK', secondary: 'ABF', admitting: 'ABJ', 'external-cause': 'ABN' }
const MOST_IN_A_SEGMENT = 12

function codesOf(claim: SubmittedClaim, join: (...components: string[]) => string): string[][] {
  const composite = ({ role, code, poa }: Diagnosis): string =>
    poa === undefined ? join(QUALIFIERS[role], code) : join(QUALIFIERS[role], code, '', '', '', '', '', '', poa)
  const [first, ...procedures] = (claim.procedures ?? []).map(({ code, date }, i) =>
    join(i === 0 ? 'BBR' : 'BBQ', code, ...(date ? ['D8', compact(date)] : [])),
  )
  return [
    ...(claim.claimType === 'professional'
      ? [claim.diagnoses.map(composite)]
      : runsOf(claim.diagnoses).map((run) => run.map(composite))),
    ...(claim.billedDrg ? [[join('DR', claim.billedDrg)]] : []),
    ...(claim.reasonsForVisit ? [claim.reasonsForVisit.map((code) => join('APR', code))] : []),
    ...(first ? [[first]] : []),
    ...(procedures.length > 0 ? [procedures] : []),
    ...billCodesOf(claim, join),
  ].map((composites) => ['HI', ...composites])
}

function billCodesOf(claim: SubmittedClaim, join: (...components: string[]) => string): string[][] {
  const { occurrences = [], occurrenceSpans = [], values = [], conditions = [] } = claim
  const runs = [
    occurrences.map(({ code, date }) => join('BH', code, 'D8', compact(date))),
    occurrenceSpans.map(({ code, from, through }) => join('BI', code, 'RD8', `${compact(from)}-${compact(through)}`)),
    values.map(({ code, amount }) => join('BE', code, '', '', amount)),
    conditions.map((code) => join('BG', code)),
  ]
  return runs
    .flatMap((run) => [run.slice(0, MOST_IN_A_SEGMENT), run.slice(MOST_IN_A_SEGMENT)])
    .filter((run) => run.length > 0)
}

/** Diagnoses of one role after another, as many as one segment takes. */
function runsOf(diagnoses: Diagnosis[]): Diagnosis[][] {
  const runs: Diagnosis[][] = []
  for (const diagnosis of diagnoses) {
    const run = runs.at(-1)
    if (run && run[0]?.role === diagnosis.role && run.length < MOST_IN_A_SEGMENT) run.push(diagnosis)
    else runs.push([diagnosis])
  }
  return runs
}

function lineOf(line: ServiceLine, isProfessional: boolean, join: (...components: string[]) => string): string[][] {
  const code = line.hcpcs ? join('HC', line.hcpcs, ...(line.modifiers ?? [])) : ''
  const units = String(line.units)
  const date = compact(line.serviceDate)
  return [
    ['LX', String(line.number)],
    isProfessional
      ? ['SV1', code, line.charge ?? '', 'UN', units, '', '', join(...(line.diagnosisPointers ?? []).map(String))]
      : ['SV2', line.revenueCode ?? '', code, line.charge ?? '', 'UN', units],
    ['DTP', '472', ...(line.serviceDateEnd ? ['RD8', `${date}-${compact(line.serviceDateEnd)}`] : ['D8', date])],
    ...(line.lineControlNumber ? [['REF', '6R', line.lineControlNumber]] : []),
    ['REF', '9B', 'REPRICED'],
  ]
}

const compact = (date: string | undefined): string => (date ?? '').replaceAll('-', '')
