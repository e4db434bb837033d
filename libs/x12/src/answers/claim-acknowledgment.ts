import type { Echo, EchoedName } from '../claim/echoes.js'
import type { InterchangeEnvelope } from '../envelope/envelopes.js'
import { amountOf, unitsOf } from './amounts.js'
import { ACCEPTED } from './claim-status.js'
import type { ClaimStatus } from './claim-status.js'
import { SEPARATORS, digits, interchangeHeader, plain, stampOf, written } from './segments.js'
import type { AnswerStamp } from './segments.js'

/** A claim of an accepted transaction, and what became of it: the id of its event, or why it has none. */
export interface AnsweredClaim {
  /** Counted from 1, as in a Place. */
  interchange: number
  /** Of the interchange. */
  transaction: number
  echo: Echo
  outcome: { id: string } | { status: ClaimStatus }
}

const GUIDE = '005010X214'

/** Claims accepted and refused, and their charges in ten-thousandths. */
class Totals {
  accepted = 0
  refused = 0
  charged = 0n
  chargedRefused = 0n

  add({ echo, outcome }: AnsweredClaim): void {
    const charge = unitsOf(echo.totalCharge)
    if ('id' in outcome) {
      this.accepted += 1
      this.charged += charge
    } else {
      this.refused += 1
      this.chargedRefused += charge
    }
  }

  /** QTY and AMT by the qualifiers of a level; what is 0 is not told. */
  segments(accepted: string, refused: string): string[][] {
    return [
      ...(this.accepted > 0 ? [['QTY', accepted, String(this.accepted)]] : []),
      ...(this.refused > 0 ? [['QTY', refused, String(this.refused)]] : []),
      ...(this.accepted > 0 ? [['AMT', 'YU', amountOf(this.charged)]] : []),
      ...(this.refused > 0 ? [['AMT', 'YY', amountOf(this.chargedRefused)]] : []),
    ]
  }

  get charge(): bigint {
    return this.charged + this.chargedRefused
  }
}

/** A transaction of the file, with the runs of claims of one billing provider in it. */
interface Counted {
  totals: Totals
  providers: Totals[]
}

/** The 277 that is being written. */
interface Open extends Counted {
  key: string
  control: string
  provider: string
  providerLevel: number
  level: number
  segments: number
  run: number
}

/**
 * A 277CA (005010X214) for each transaction that has claims: `count` every claim of the file in order, then `write`
 * every one of them again. In the memory of one claim and of the counts. Of the claims, the envelopes and the stamp
 * alone. The text names patients: it is for the sender of the file only.
 */
export class ClaimAcknowledgment {
  private readonly counted = new Map<string, Counted>()
  private lastKey = ''
  private lastProvider = ''
  private interchange = 0
  private sets = 0
  private open: Open | undefined

  constructor(
    private readonly envelopes: readonly InterchangeEnvelope[],
    private readonly stamp: AnswerStamp,
  ) {}

  count(claim: AnsweredClaim): void {
    const key = keyOf(claim)
    const provider = providerKey(claim)
    let counted = this.counted.get(key)
    if (counted === undefined) this.counted.set(key, (counted = { totals: new Totals(), providers: [] }))
    if (key !== this.lastKey || provider !== this.lastProvider) counted.providers.push(new Totals())
    this.lastKey = key
    this.lastProvider = provider
    counted.totals.add(claim)
    counted.providers.at(-1)?.add(claim)
  }

  write(claim: AnsweredClaim): string {
    const before = this.open?.key === keyOf(claim) ? '' : this.begin(claim)
    const open = this.open as Open
    const provider = providerKey(claim)
    const segments = provider === open.provider ? [] : this.providerLevel(open, claim.echo)
    open.provider = provider
    segments.push(...claimLevel(claim, (open.level += 1), open.providerLevel, this.day))
    open.segments += segments.length
    return before + written(segments)
  }

  /** Empty where the file had no claim of an accepted transaction. */
  end(): string {
    return this.endSet() + this.endInterchange()
  }

  private begin(claim: AnsweredClaim): string {
    const ended = this.endSet()
    const isSame = claim.interchange === this.interchange
    const outer = isSame ? '' : this.endInterchange() + this.beginInterchange(claim.interchange)
    const counted = this.counted.get(keyOf(claim)) as Counted
    this.sets += 1
    const control = digits(this.sets, 4)
    const open = {
      ...counted,
      key: keyOf(claim),
      control,
      provider: '\0',
      providerLevel: 0,
      level: 2,
      segments: 0,
      run: 0,
    }
    this.open = open
    const head = this.head(open, claim)
    open.segments = head.length
    return ended + outer + written(head)
  }

  private head({ control, totals }: Open, { interchange, echo }: AnsweredClaim): string[][] {
    const { receiver } = this.envelopes[interchange - 1] as InterchangeEnvelope
    const [day, time] = [this.day, stampOf(this.stamp.at)[1]]
    const reference = `${this.numberOf(interchange)}-${Number(control)}`
    return [
      ['ST', '277', control, GUIDE],
      ['BHT', '0085', '08', reference, day, time, 'TH'],
      ['HL', '1', '', '20', '1'],
      // Whom the file was sent to: a clearinghouse's role, as it is no payer that answers.
      ['NM1', 'AY', '2', plain(receiver), '', '', '', '', '46', plain(receiver)],
      ['TRN', '1', reference],
      ['DTP', '050', 'D8', day],
      ['DTP', '009', 'D8', day],
      ['HL', '2', '1', '21', '1'],
      nameSegment('41', '2', echo.submitter, '46'),
      ['TRN', '2', plain(echo.reference)],
      ['STC', composite(ACCEPTED), day, 'WQ', amountOf(totals.charge)],
      ...totals.segments('90', 'AA'),
    ]
  }

  private providerLevel(open: Open, { provider }: Echo): string[][] {
    const totals = open.providers[open.run] as Totals
    open.run += 1
    open.providerLevel = open.level += 1
    return [
      ['HL', String(open.level), '2', '19', '1'],
      nameSegment('85', '2', provider, 'XX'),
      ['TRN', '1', '0'],
      ...totals.segments('QA', 'QC'),
    ]
  }

  private endSet(): string {
    const { open } = this
    this.open = undefined
    return open === undefined ? '' : written([['SE', String(open.segments + 1), open.control]])
  }

  private beginInterchange(interchange: number): string {
    const envelope = this.envelopes[interchange - 1] as InterchangeEnvelope
    const [group] = envelope.groups
    this.interchange = interchange
    this.sets = 0
    const [day, time] = stampOf(this.stamp.at)
    const [from, to] = [plain(group?.receiver ?? ''), plain(group?.sender ?? '')]
    return written([
      interchangeHeader(envelope, this.stamp.at, this.numberOf(interchange)),
      ['GS', 'HN', from, to, day, time, '1', 'X', GUIDE],
    ])
  }

  private endInterchange(): string {
    if (this.interchange === 0) return ''
    return written([
      ['GE', String(this.sets), '1'],
      ['IEA', '1', this.numberOf(this.interchange)],
    ])
  }

  private numberOf(interchange: number): string {
    return digits(this.stamp.controlNumber + interchange - 1, 9)
  }

  private get day(): string {
    return stampOf(this.stamp.at)[0]
  }
}

function claimLevel({ echo, outcome }: AnsweredClaim, level: number, above: number, day: string): string[][] {
  const { accountNumber, totalCharge, typeOfBill, clearinghouseNumber, from, to } = echo
  const isAccepted = 'id' in outcome
  const status = isAccepted ? ACCEPTED : outcome.status
  return [
    ['HL', String(level), String(above), 'PT'],
    nameSegment('QC', '1', echo.patient, 'MI'),
    ['TRN', '2', plain(accountNumber)],
    ['STC', composite(status), day, isAccepted ? 'WQ' : 'U', amountOf(unitsOf(totalCharge))],
    ...(isAccepted ? [['REF', '1K', outcome.id]] : []),
    ...(clearinghouseNumber === '' ? [] : [['REF', 'D9', plain(clearinghouseNumber)]]),
    ...(typeOfBill === '' ? [] : [['REF', 'BLT', plain(typeOfBill)]]),
    ...(from === '' ? [] : [from === to ? ['DTP', '472', 'D8', from] : ['DTP', '472', 'RD8', `${from}-${to}`]]),
  ]
}

/** An NM1, without the elements at its end that are empty. */
function nameSegment(
  entity: string,
  kind: string,
  { last, first, qualifier, id }: EchoedName,
  usual: string,
): string[] {
  const identified = id === '' ? ['', ''] : [plain(qualifier) || usual, plain(id)]
  const elements = ['NM1', entity, kind, plain(last), plain(first), '', '', '', ...identified]
  while (elements.at(-1) === '') elements.pop()
  return elements
}

const composite = ({ category, code, entity }: ClaimStatus): string =>
  [category, code, ...(entity === undefined ? [] : [entity])].join(SEPARATORS.component)

const keyOf = ({ interchange, transaction }: AnsweredClaim): string => `${interchange} ${transaction}`
const providerKey = ({ echo: { provider } }: AnsweredClaim): string => `${provider.id}\0${provider.last}`
