import type { GroupEnvelope, InterchangeEnvelope, TransactionEnvelope } from '../envelope/envelopes.js'
import type { Survey } from '../envelope/survey.js'
import type { RefusalCode } from '../report/place.js'
import { errorSegments } from './segment-errors.js'
import type { SegmentError } from './segment-errors.js'
import { digits, interchangeHeader, plain, stampOf, written } from './segments.js'
import type { AnswerStamp } from './segments.js'

const GUIDE = '005010X231A1'

/**
 * What the sender of a file is told of its envelopes: an interchange for each of the file's, with a TA1 where one is
 * asked for or the interchange is at fault (X12.56), and a 999 (005010X231A1) for each group. A refused transaction
 * published nothing; of an accepted one it names the segments for which claims are refused. `errors` come in the order
 * of the file. Of the file's bytes and the stamp alone.
 */
export async function* acknowledge(
  { envelopes }: Pick<Survey, 'envelopes'>,
  stamp: AnswerStamp,
  errors: AsyncIterable<SegmentError> | Iterable<SegmentError> = [],
): AsyncGenerator<string> {
  const left = new Left(errors)
  for (const [at, envelope] of envelopes.entries())
    yield* answerTo(envelope, at + 1, { ...stamp, controlNumber: stamp.controlNumber + at }, left)
}

/** Errors that are not told yet. */
class Left {
  private readonly errors: AsyncIterator<SegmentError>
  private next: SegmentError | undefined
  private isBegun = false

  constructor(errors: AsyncIterable<SegmentError> | Iterable<SegmentError>) {
    this.errors = (async function* () {
      yield* errors
    })()
  }

  /** Those of a transaction; those before it are of none that is told. */
  async *of(interchange: number, transaction: number): AsyncGenerator<SegmentError> {
    if (!this.isBegun) await this.step()
    this.isBegun = true
    for (; this.next !== undefined; await this.step()) {
      const order = this.next.interchange - interchange || this.next.transaction - transaction
      if (order > 0) return
      if (order === 0) yield this.next
    }
  }

  private async step(): Promise<void> {
    const { value, done } = await this.errors.next()
    this.next = done === true ? undefined : (value as SegmentError)
  }
}

async function* answerTo(
  to: InterchangeEnvelope,
  which: number,
  { at, controlNumber }: AnswerStamp,
  left: Left,
): AsyncGenerator<string> {
  const number = digits(controlNumber, 9)
  yield written([interchangeHeader(to, at, number), ...(to.wantsTa1 || to.fault !== undefined ? [ta1(to)] : [])])
  for (const [group, envelope] of to.groups.entries())
    yield* groupAnswer(envelope, { which, group: group + 1, at }, left)
  yield written([['IEA', String(to.groups.length), number]])
}

/** E: accepted with an error that harms nothing; what is refused says its 999. */
function ta1({ controlNumber, date, time, fault }: InterchangeEnvelope): string[] {
  return ['TA1', plain(controlNumber), plain(date), plain(time), fault === undefined ? 'A' : 'E', fault ?? '000']
}

async function* groupAnswer(
  envelope: GroupEnvelope,
  { which, group, at }: { which: number; group: number; at: Date },
  left: Left,
): AsyncGenerator<string> {
  const [day, time] = stampOf(at)
  const [number, set] = [String(group), digits(group, 4)]
  let segments = 0
  const told = (body: string[][]): string => {
    segments += body.length
    return written(body)
  }
  yield written([['GS', 'FA', plain(envelope.receiver), plain(envelope.sender), day, time, number, 'X', GUIDE]])
  yield told([
    ['ST', '999', set, GUIDE],
    ['AK1', plain(envelope.functionalId), plain(envelope.controlNumber), plain(envelope.version)],
  ])
  let isClean = true
  for (const transaction of envelope.transactions) {
    yield told([transactionName(transaction)])
    let hasErrors = false
    // What was kept before errors were told has no number, and is answered as it was.
    if (transaction.number !== undefined && transaction.refusal === undefined)
      for await (const error of left.of(which, transaction.number)) {
        hasErrors = true
        yield told(errorSegments(error))
      }
    const result = transactionResult(transaction, hasErrors)
    isClean &&= result[1] === 'A'
    yield told([result])
  }
  yield told([groupResult(envelope, isClean)])
  yield written([
    ['SE', String(segments + 1), set],
    ['GE', '1', number],
  ])
}

/** IK502 of 005010X231A1 for what a transaction is refused for. */
const REASONS: Partial<Record<RefusalCode, string>> = {
  'transaction-set': '1',
  'transaction-unfinished': '2',
  'control-number': '3',
  guide: 'I6',
}
const MISCOUNTED = '4'
const IN_SEGMENTS = '5'

const transactionName = ({ set, controlNumber, guide }: TransactionEnvelope): string[] => [
  ...['AK2', plain(set), plain(controlNumber)],
  ...(guide === '' ? [] : [plain(guide)]),
]

/** Refused; accepted, with errors for which no or not every claim was published; accepted. */
function transactionResult({ refusal, isMiscounted }: TransactionEnvelope, hasErrors: boolean): string[] {
  if (refusal !== undefined) return ['IK5', 'R', REASONS[refusal.code] ?? '5']
  const errors = [...(isMiscounted ? [MISCOUNTED] : []), ...(hasErrors ? [IN_SEGMENTS] : [])]
  return errors.length === 0 ? ['IK5', 'A'] : ['IK5', 'E', ...errors]
}

/**
 * AK9: accepted, with errors, partly, or refused; transactions that the trailer states, that came, and that are
 * accepted.
 */
function groupResult({ transactions, stated, faults }: GroupEnvelope, areClean: boolean): string[] {
  const accepted = transactions.filter(({ refusal }) => refusal === undefined).length
  const isClean = faults.length === 0 && areClean
  const code = accepted === transactions.length ? (isClean ? 'A' : 'E') : accepted === 0 ? 'R' : 'P'
  return ['AK9', code, String(stated ?? transactions.length), String(transactions.length), String(accepted), ...faults]
}
