import type { Caller } from '@claims-audit/access'
import { asTenant, newestFindings } from '@claims-audit/ledger'
import type { NewestFinding } from '@claims-audit/ledger'
import { EMPTY, catchError, exhaustMap, finalize, from, share, timer } from 'rxjs'
import type { Observable } from 'rxjs'
import type { DataSource } from 'typeorm'

/** What came since the last word: at least so many, where `isExact` is false. */
export interface Arrived {
  findings: number
  claims: number
  isExact: boolean
}

const EVERY_MS = 2_000
/** So many of the newest are looked at each time. */
const LOOKED_AT = 200

/**
 * New findings, told to those who watch. All who see the same rows share one question to the database, however many
 * they are; rows are told apart by their ids and not by their time, since a batch that takes long commits behind later
 * ones.
 */
export class Arrivals {
  private readonly watched = new Map<string, Observable<Arrived | null>>()

  constructor(private readonly ledger: DataSource) {}

  /** A word each time that was looked: null where nothing had come. */
  of(caller: Caller): Observable<Arrived | null> {
    const key = JSON.stringify([caller.tenant, caller.facilities])
    const shared = this.watched.get(key) ?? this.watch(caller, key)
    this.watched.set(key, shared)
    return shared
  }

  private watch(caller: Caller, key: string): Observable<Arrived | null> {
    let seen: Set<string> | undefined
    const look = async (): Promise<Arrived | null> => {
      const newest = await asTenant(this.ledger, caller, (runner) => newestFindings(runner, caller.tenant, LOOKED_AT))
      const fresh = seen === undefined ? [] : newest.filter((finding) => seen?.has(idOf(finding)) === false)
      seen = new Set(newest.map(idOf))
      return fresh.length === 0 ? null : arrivedOf(fresh)
    }
    return timer(0, EVERY_MS).pipe(
      // A database that is away is asked again with the next tick.
      exhaustMap(() => from(look()).pipe(catchError(() => EMPTY))),
      finalize(() => this.watched.delete(key)),
      share(),
    )
  }
}

const idOf = ({ findingId, revision }: NewestFinding): string => `${findingId} ${revision}`

const arrivedOf = (fresh: NewestFinding[]): Arrived => ({
  findings: fresh.length,
  claims: new Set(fresh.map(({ claimId }) => claimId)).size,
  isExact: fresh.length < LOOKED_AT,
})
