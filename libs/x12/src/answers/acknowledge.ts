import type { GroupEnvelope, InterchangeEnvelope, TransactionEnvelope } from '../envelope/envelopes.js'
import type { Survey } from '../envelope/survey.js'
import type { RefusalCode } from '../report/place.js'

/** When the answer is made, and its control number: nine digits, or fewer. */
export interface AnswerStamp {
  /** UTC. */
  at: Date
  controlNumber: number
}

const GUIDE = '005010X231A1'
const SEPARATORS = { element: '*', component: ':', repetition: '^', terminator: '~' }

/**
 * What the sender of a file is told of its envelopes: an interchange for each of the file's, with a TA1 where one is asked for or the interchange is at
 * fault (X12.56), and a 999 (005010X231A1) for each group. A refused transaction published nothing. Of the file's bytes and the stamp alone.
 */
export const acknowledge = ({ envelopes }: Pick<Survey, 'envelopes'>, stamp: AnswerStamp): string =>
  envelopes.map((envelope, at) => answerTo(envelope, { ...stamp, controlNumber: stamp.controlNumber + at })).join('')

function answerTo(to: InterchangeEnvelope, { at, controlNumber }: AnswerStamp): string {
  const number = digits(controlNumber, 9)
  const functional = to.groups.flatMap((group, which) => groupAnswer(group, which + 1, at))
  const segments = [
    interchangeHeader(to, at, number),
    ...(to.wantsTa1 || to.fault !== undefined ? [ta1(to)] : []),
    ...functional,
    ['IEA', String(to.groups.length), number],
  ]
  return segments.map((elements) => `${elements.join(SEPARATORS.element)}${SEPARATORS.terminator}\n`).join('')
}

/** Addressed back to the sender; the fixed widths are the standard's. */
function interchangeHeader(to: InterchangeEnvelope, at: Date, number: string): string[] {
  const [day, time] = stampOf(at)
  return [
    ...['ISA', '00', blank(10), '00', blank(10)],
    ...[two(to.receiverQualifier), wide(to.receiver), two(to.senderQualifier), wide(to.sender)],
    ...[
      day.slice(2),
      time,
      SEPARATORS.repetition,
      '00501',
      number,
      '0',
      to.usage === 'T' ? 'T' : 'P',
      SEPARATORS.component,
    ],
  ]
}

/** E: accepted with an error that harms nothing; what is refused says its 999. */
function ta1({ controlNumber, date, time, fault }: InterchangeEnvelope): string[] {
  return ['TA1', plain(controlNumber), plain(date), plain(time), fault === undefined ? 'A' : 'E', fault ?? '000']
}

function groupAnswer(group: GroupEnvelope, which: number, at: Date): string[][] {
  const [day, time] = stampOf(at)
  const number = String(which)
  const set = digits(which, 4)
  const body = [
    ['ST', '999', set, GUIDE],
    ['AK1', plain(group.functionalId), plain(group.controlNumber), plain(group.version)],
    ...group.transactions.flatMap(transactionAnswer),
    groupResult(group),
  ]
  return [
    ['GS', 'FA', plain(group.receiver), plain(group.sender), day, time, number, 'X', GUIDE],
    ...body,
    ['SE', String(body.length + 1), set],
    ['GE', '1', number],
  ]
}

/** IK502 of 005010X231A1 for what a transaction is refused for. */
const REASONS: Partial<Record<RefusalCode, string>> = {
  'transaction-set': '1',
  'transaction-unfinished': '2',
  'control-number': '3',
  guide: 'I6',
}
const MISCOUNTED = '4'

function transactionAnswer({ set, controlNumber, guide, refusal, isMiscounted }: TransactionEnvelope): string[][] {
  const named = ['AK2', plain(set), plain(controlNumber), ...(guide === '' ? [] : [plain(guide)])]
  if (refusal !== undefined) return [named, ['IK5', 'R', REASONS[refusal.code] ?? '5']]
  return [named, isMiscounted ? ['IK5', 'E', MISCOUNTED] : ['IK5', 'A']]
}

/** AK9: accepted, with errors, partly, or refused; transactions that the trailer states, that came, and that are accepted. */
function groupResult({ transactions, stated, faults }: GroupEnvelope): string[] {
  const accepted = transactions.filter(({ refusal }) => refusal === undefined).length
  const isClean = faults.length === 0 && transactions.every(({ isMiscounted }) => !isMiscounted)
  const code = accepted === transactions.length ? (isClean ? 'A' : 'E') : accepted === 0 ? 'R' : 'P'
  return ['AK9', code, String(stated ?? transactions.length), String(transactions.length), String(accepted), ...faults]
}

/** Day and time, UTC. */
const stampOf = (at: Date): [day: string, time: string] => {
  const text = at.toISOString()
  return [text.slice(0, 10).replaceAll('-', ''), text.slice(11, 16).replace(':', '')]
}

/** A value of the file goes back only as far as it holds none of the separators. */
const plain = (text: string): string => text.replace(/[^\x20-\x7e]|[*:^~]/g, '').trim()
const blank = (width: number): string => ' '.repeat(width)
const wide = (id: string): string => plain(id).slice(0, 15).padEnd(15)
const two = (qualifier: string): string => plain(qualifier).slice(0, 2).padEnd(2)
const digits = (number: number, width: number): string => String(number % 10 ** width).padStart(width, '0')
