/**
 * A small 837I of our own, a segment a line, for tests that change a word of it. The stay of a patient who does not
 * exist.
 */
const INTERCHANGE =
  'ISA*00*          *00*          *ZZ*OURHOSPITAL    *ZZ*APAYER         *260110*1200*^*00501*000000101*0*T*:'

const GROUP = 'GS*HC*OURHOSPITAL*APAYER*20260110*1200*1*X*005010X223A3'

const LEVELS = [
  'BHT*0019*00*0001*20260110*1200*CH',
  'HL*1**20*1',
  'NM1*85*2*OUR HOSPITAL*****XX*1999999984',
  'HL*2*1*22*0',
  'SBR*P*18*******CI',
  'NM1*IL*1*ISAAC*ISA****MI*M1',
  'DMG*D8*19610402*F',
  'NM1*PR*2*A PAYER*****PI*P1',
]

export const CLAIM = [
  'CLM*A-1*21500***11:A:1**A*Y*Y',
  'DTP*434*RD8*20260104-20260109',
  'DTP*435*DT*202601040915',
  'CL1*1*1*01',
  'HI*ABK:M4302:::::::Y',
  'HI*ABJ:M542',
  'HI*ABF:I10:::::::Y*ABF:Z7901',
  'HI*BBR:0RG10A0:D8:20260105',
  'LX*1',
  'SV2*0360**21500*UN*1',
  'DTP*472*D8*20260105',
]

export interface Parts {
  group?: string
  levels?: string[]
  claim?: string[]
  /** Instead of the transaction as a whole. */
  transactions?: string[][]
}

/** A transaction with its count and control number right. */
export function transaction(claim: string[] = CLAIM, control = '0001', levels: string[] = LEVELS): string[] {
  const inside = [`ST*837*${control}*005010X223A3`, ...levels, ...claim]
  return [...inside, `SE*${inside.length + 1}*${control}`]
}

/** The segments of a file. */
export function segments({ group = GROUP, levels = LEVELS, claim = CLAIM, transactions }: Parts = {}): string[] {
  const inside = transactions ?? [transaction(claim, '0001', levels)]
  return [INTERCHANGE, group, ...inside.flat(), `GE*${inside.length}*1`, 'IEA*1*000000101']
}

export const written = (all: string[], end = '~\n'): Buffer =>
  Buffer.from(all.map((each) => each + end).join(''), 'latin1')

/** The small file with words of its claim changed. */
export const changed = (...words: [RegExp | string, string][]): Buffer =>
  written(segments({ claim: words.reduce((claim, [from, to]) => claim.map((each) => each.replace(from, to)), CLAIM) }))

/** Code page 037, for the characters of the small file. */
const ROWS: [number, string][] = [
  [0x25, '\n'],
  [0x40, ' '],
  [0x4b, '.<(+|'],
  [0x5c, '*);'],
  [0x60, '-/'],
  [0x6b, ',%_>?'],
  [0x7a, ':#@'],
  [0xa1, '~stuvwxyz'],
  [0xb0, '^'],
  [0xc1, 'ABCDEFGHI'],
  [0xd1, 'JKLMNOPQR'],
  [0xe2, 'STUVWXYZ'],
  [0xf0, '0123456789'],
]
const EBCDIC = new Map(ROWS.flatMap(([from, characters]) => [...characters].map((c, i) => [c, from + i] as const)))

export const ebcdicOf = (text: string): Buffer => Buffer.from([...text].map((c) => EBCDIC.get(c) as number))
