import { Controller, Inject, Sse } from '@nestjs/common'
import type { MessageEvent } from '@nestjs/common'
import type { Caller } from '@claims-audit/access'
import { interval, map, merge, mergeMap, takeUntil, timer } from 'rxjs'
import type { Observable } from 'rxjs'
import type { DataSource } from 'typeorm'
import { assertTenant } from '../access/identity.js'
import { Needs, Who } from '../access/needs.js'
import { LEDGER } from '../tokens.js'
import { Arrivals } from './arrivals.js'
import type { Arrived } from './arrivals.js'

/** Proxies end a connection on which nothing comes for a minute. */
const ALIVE_MS = 25_000
/** The stream ends, and the client asks again: with a session that may have ended meanwhile (WHATWG HTML, 9.2). */
const LONGEST_MS = 300_000

/** New findings as server-sent events. */
@Controller('v1')
export class StreamController {
  private readonly arrivals: Arrivals

  constructor(@Inject(LEDGER) ledger: DataSource) {
    this.arrivals = new Arrivals(ledger)
  }

  @Sse('stream')
  @Needs('findings:read')
  stream(@Who() caller: Caller): Observable<MessageEvent> {
    assertTenant(caller, 'to watch')
    const arrived = this.arrivals.of(caller).pipe(mergeMap((each, at) => eventsOf(each, at === 0)))
    const alive = interval(ALIVE_MS).pipe(map((): MessageEvent => ({ type: 'alive', data: {} })))
    return merge(arrived, alive).pipe(takeUntil(timer(LONGEST_MS)))
  }
}

/** `watching` says that from here on nothing is missed. */
const eventsOf = (arrived: Arrived | null, isFirst: boolean): MessageEvent[] => [
  ...(isFirst ? [{ type: 'watching', data: {} }] : []),
  ...(arrived === null ? [] : [{ type: 'arrived', data: arrived }]),
]
