import type { GroupEnvelope, InterchangeEnvelope, TransactionEnvelope } from '../envelope/envelopes.js'
import type { Survey } from '../envelope/survey.js'
import type { RefusalCode } from '../report/place.js'
import { digits, interchangeHeader, plain, stampOf, written } from './segments.js'
import type { AnswerStamp } from './segments.js'

const GUIDE = '005010X231A1'

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
  return written(segments)
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
