import type { Elements } from '../read/elements.js'
import { packed } from '../read/tags.js'
import { kept } from '../read/text.js'
import type { Draft } from './draft.js'
import { PATIENT, PROVIDER } from './hierarchy.js'
import type { Level } from './hierarchy.js'

/** A person or an organization as a bill names it. */
export interface EchoedName {
  /** Of an organization its whole name. */
  last: string
  first: string
  /** NM108 and NM109. */
  qualifier: string
  id: string
}

/**
 * By what the sender knows a claim: an answer (277CA) repeats it. It names the patient, and goes back to the sender
 * only.
 */
export interface Echo {
  /** BHT03. */
  reference: string
  submitter: EchoedName
  provider: EchoedName
  patient: EchoedName
  /** CLM01 and CLM02; an amount that cannot be read is empty. */
  accountNumber: string
  totalCharge: string
  /** CLM05-1 and -3 of an institutional bill. */
  typeOfBill: string
  /** REF*D9: the clearinghouse's number. */
  clearinghouseNumber: string
  /** First and last day of the services, as CCYYMMDD; empty where the bill has none. */
  from: string
  to: string
}

/** NM101 */
const SUBMITTER = packed('41')
const NAMED = new Set(['85', 'IL', 'QC'].map(packed))
/** REF01 */
const CLEARINGHOUSE = packed('D9')

const NO_NAME: EchoedName = { last: '', first: '', qualifier: '', id: '' }

/** Keeps of a transaction what an answer repeats. Names are kept here alone, and only where an answer is wanted. */
export class Echoes {
  private reference = ''
  private submitter = NO_NAME
  private names = new WeakMap<Level, EchoedName>()
  private clearinghouseNumber = ''

  /** A BHT, which begins each transaction. */
  begin(elements: Elements): void {
    this.reference = kept(elements.text(3))
    this.submitter = NO_NAME
  }

  /** An NM1 above the claims; `level` is undefined above all levels. */
  name(elements: Elements, level: Level | undefined): void {
    const entity = elements.name(1)
    if (level === undefined) {
      if (entity === SUBMITTER) this.submitter = nameOf(elements)
    } else if (NAMED.has(entity)) this.names.set(level, nameOf(elements))
  }

  openClaim(): void {
    this.clearinghouseNumber = ''
  }

  /** A REF of a claim. */
  referTo(elements: Elements): void {
    if (elements.name(1) === CLEARINGHOUSE) this.clearinghouseNumber = kept(elements.text(2))
  }

  of(draft: Draft): Echo {
    const { level, form, facilityType, frequency } = draft
    const days = daysOf(draft)
    return {
      reference: this.reference,
      submitter: this.submitter,
      provider: this.nameOf(providerOf(level)),
      patient: this.patientOf(level),
      accountNumber: draft.accountNumber,
      totalCharge: draft.totalCharge ?? '',
      typeOfBill: form === 'institutional' ? facilityType + frequency : '',
      clearinghouseNumber: this.clearinghouseNumber,
      from: days[0] ?? '',
      to: days.at(-1) ?? '',
    }
  }

  /** A dependent has no member id of his own: the subscriber's is told. */
  private patientOf(level: Level): EchoedName {
    const name = this.nameOf(level)
    if (level.code !== PATIENT || name.id !== '') return name
    const { qualifier, id } = this.nameOf(level.above)
    return { ...name, qualifier, id }
  }

  private nameOf(level: Level | undefined): EchoedName {
    return (level === undefined ? undefined : this.names.get(level)) ?? NO_NAME
  }
}

function providerOf(level: Level): Level | undefined {
  let above: Level | undefined = level
  while (above !== undefined && above.code !== PROVIDER) above = above.above
  return above
}

const nameOf = (elements: Elements): EchoedName => ({
  last: kept(elements.text(3)),
  first: kept(elements.text(4)),
  qualifier: kept(elements.text(8)),
  id: kept(elements.text(9)),
})

/** Of the statement, else of the lines, in order. */
function daysOf({ statement, lines }: Draft): string[] {
  const days =
    statement === undefined
      ? lines
          .flatMap(({ serviceDate, serviceDateEnd }) => [serviceDate, serviceDateEnd])
          .filter((day) => day !== undefined)
      : [statement.from, statement.to]
  return days.map((day) => day.replaceAll('-', '')).toSorted()
}
