import { parseClaim } from '@claims-audit/claim'
import type { Claim } from '@claims-audit/claim'
import { claimArrives, composed, dueAt, holds, joins, keptDocuments } from '@claims-audit/composition'
import type { KeptClaim, KeptDocument, Waits } from '@claims-audit/composition'
import type { ReceivedDocuments, SubmittedClaim } from '@claims-audit/contracts'

/** What comes to the composer: a claim, or documents with the time at which the log took them. */
export type Arrival = { claim: SubmittedClaim } | { received: ReceivedDocuments; receivedAt: number }

/** A step of the composer's that may be taken out, to see that the simulation notices. */
export type Step =
  | 'mark the claims of documents'
  | 'mark the other stays of a patient'
  | 'order documents by their issue'
  | 'publish and keep in one transaction'

const WAITS: Waits = { firstMs: 2, quietMs: 5, mostMs: 20, readyWhenDischarged: false }

/**
 * The composer's state, and the steps that change it: each method is one transaction of libs/ledger/src/stays, or one
 * request to Kafka. What the rules decide is decided by the rules themselves.
 */
export class World {
  private readonly claims = new Map<string, KeptClaim>()
  private readonly documents = new Map<string, KeptDocument>()
  private outbox: { claimId: string; version: number; revision: number; body: SubmittedClaim }[] = []
  /** What claims.submitted has, in order. */
  readonly published: { claimId: string; version: number; revision: number; body: SubmittedClaim }[] = []
  now = 0

  private readonly without: Step | undefined

  constructor(without?: Step) {
    this.without = without
  }

  record(arrival: Arrival): void {
    if ('claim' in arrival) this.recordClaim(arrival.claim)
    else for (const document of keptDocuments(arrival.received, arrival.receivedAt)) this.recordDocument(document)
  }

  /**
   * Composes the claim that has been due longest; false where none is. `crash`: after the transaction where there is
   * one, else within it.
   */
  compose(crash: boolean): boolean {
    const [due] = [...this.claims.values()]
      .filter((claim) => claim.dueAt !== null && claim.dueAt <= this.now)
      .sort((a, b) => (a.dueAt as number) - (b.dueAt as number))
    if (due === undefined) return false
    const { body, documents } = composed(due, [...this.documents.values()], this.others(due))
    const settled = { ...due, changedAt: null, dueAt: null }
    if (documents === due.documents) {
      this.claims.set(due.claimId, settled)
      return true
    }
    const revision = due.revision + 1
    this.outbox.push({ claimId: due.claimId, version: due.version, revision, body: { ...body, revision } })
    if (crash && this.without === 'publish and keep in one transaction') return true
    this.claims.set(due.claimId, { ...settled, revision, documents })
    return true
  }

  /** Publishes what waits. `crash`: before it is cleared. */
  relay(crash: boolean): void {
    this.published.push(...this.outbox)
    if (!crash) this.outbox = []
  }

  /** Time passes until nothing is due any more. */
  settle(): void {
    this.now += WAITS.mostMs + WAITS.firstMs
    while (this.compose(false));
    this.relay(false)
  }

  /**
   * The newest revision of the newest version of each claim, as the ledger has it. Throws where two events of one name
   * differ.
   */
  last(): Map<string, SubmittedClaim> {
    const bodies = new Map<string, string>()
    const last = new Map<string, (typeof this.published)[0]>()
    for (const event of this.published) {
      const name = JSON.stringify([event.claimId, event.version, event.revision])
      const body = JSON.stringify(event.body)
      if ((bodies.get(name) ?? body) !== body) throw new Error(`a conflict at ${name}`)
      bodies.set(name, body)
      const known = last.get(event.claimId)
      const order = known === undefined ? 1 : event.version - known.version || event.revision - known.revision
      if (order > 0) last.set(event.claimId, event)
    }
    return new Map(
      [...last].map(
        ([
          claimId,
          {
            body: { revision: _, ...body },
          },
        ]) => [claimId, body],
      ),
    )
  }

  /** How often a claim was audited with the same documents in direct succession. */
  repeats(): number {
    const distinct = new Map(
      this.published.map((event) => [JSON.stringify([event.claimId, event.version, event.revision]), event]),
    )
    const before = new Map<string, string>()
    let repeats = 0
    for (const { claimId, version, body } of distinct.values()) {
      const { revision: _, ...content } = body
      const text = JSON.stringify(content)
      if (before.get(`${claimId} ${version}`) === text) repeats += 1
      before.set(`${claimId} ${version}`, text)
    }
    return repeats
  }

  /** Documents that no claim has. */
  parked(): number {
    const claims = [...this.claims.values()]
    return [...this.documents.values()].filter(
      (each) => !claims.some((claim) => joins(each, claim, this.others(claim))),
    ).length
  }

  private recordClaim(submitted: SubmittedClaim): void {
    const parsed = parseClaim(submitted)
    if ('rejected' in parsed) throw new Error(JSON.stringify(parsed.rejected))
    const claim: Claim = parsed.claim
    const known = this.claims.get(claim.claimId)
    const decided = claimArrives(known, { claim, submitted }, this.now, WAITS)
    if (typeof decided === 'string') return
    this.claims.set(claim.claimId, decided)
    if (this.without === 'mark the other stays of a patient') return
    const numbers = [known?.recordNumber, decided.recordNumber]
    const accounts = [known?.account, decided.account]
    const ofVisits = [...this.documents.values()]
      .filter(({ encounter }) => accounts.includes(encounter.visitNumber))
      .map(({ encounter }) => encounter.medicalRecordNumber)
    this.mark(
      (each) =>
        each.claimId !== claim.claimId &&
        each.recordNumber !== null &&
        (numbers.includes(each.recordNumber) || ofVisits.includes(each.recordNumber)),
    )
  }

  private recordDocument(arrived: KeptDocument): void {
    const { claimId, encounter, document } = arrived
    const { accountNumber, visitNumber, medicalRecordNumber } = encounter
    const name = JSON.stringify([claimId ?? accountNumber ?? visitNumber ?? medicalRecordNumber, document.id])
    const known = this.documents.get(name)
    const isKept = known !== undefined && this.without !== 'order documents by their issue'
    if (isKept && holds(known, arrived).digest === known.digest) return
    this.documents.set(name, arrived)
    if (this.without === 'mark the claims of documents') return
    for (const each of known === undefined ? [arrived] : [known, arrived])
      this.mark(
        (claim) =>
          claim.claimId === each.claimId ||
          [each.encounter.accountNumber, each.encounter.visitNumber].includes(claim.account) ||
          (claim.recordNumber !== null && claim.recordNumber === each.encounter.medicalRecordNumber),
      )
  }

  private mark(isOf: (claim: KeptClaim) => boolean): void {
    for (const claim of this.claims.values()) {
      if (!isOf(claim)) continue
      const changedAt = claim.changedAt ?? this.now
      const change = { changedAt, now: this.now, isFirst: claim.revision < 0, isDischarged: true }
      this.claims.set(claim.claimId, { ...claim, changedAt, dueAt: dueAt(change, WAITS) })
    }
  }

  private others(claim: KeptClaim): KeptClaim[] {
    const visits = [...this.documents.values()].map(({ encounter }) => encounter.visitNumber)
    return [...this.claims.values()].filter(
      (each) =>
        each.claimId !== claim.claimId &&
        ((each.recordNumber !== null && each.recordNumber === claim.recordNumber) || visits.includes(each.account)),
    )
  }
}
