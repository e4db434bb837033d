import { createHash, randomUUID } from 'node:crypto'
import type { DoorLedger } from '@claims-audit/door'
import { kindOf } from '@claims-audit/event-log'
import { endKey, forgetKeys, takeKey } from '@claims-audit/ledger'
import type { KeptAnswer, KeyedRequest } from '@claims-audit/ledger'
import { Problem } from '@claims-audit/service'
import { eventIdInFile } from '@claims-audit/submission'
import type { NestExpressApplication } from '@nestjs/platform-express'
import type { NextFunction, Request, Response } from 'express'
import { clientOf } from './access.js'
import { bytesOf } from './bytes-of.js'

export interface IdempotencyOptions {
  /** Undefined: keys are refused. */
  ledger: DoorLedger | undefined
  keptMs: number
  warn: (line: string) => void
}

/** A process that died in between answers no more: after so long another one may. */
const LEASE_MS = 120_000
const FORGET_EVERY_MS = 600_000

/** A string of Structured Fields (RFC 9651, 3.3.3) without escapes, or as most write it, without its quotes. */
const KEY = /^(?:"([ !#-[\]-~]{1,255})"|([!#-[\]-~]{1,255}))$/

/** What the ids of a request's events are made of. */
const seeds = new WeakMap<object, string>()

/**
 * The id of the event of a request's claim, by the claim's number from 0: the same again where the request has a key.
 */
export function eventIdOf(request: object, ordinal: number): string {
  const seed = seeds.get(request)
  return seed === undefined ? randomUUID() : eventIdInFile(seed, ordinal)
}

/**
 * Answers a request with an `Idempotency-Key` once (draft-ietf-httpapi-idempotency-key-header-07): with the same body
 * again it gets the first answer, with another 422, and 409 while the first is not answered. What failed on our side is
 * not kept. Gives what stops it.
 */
export function answerOnce(app: NestExpressApplication, o: IdempotencyOptions): () => void {
  app.use(async (request: Request, response: Response, next: NextFunction) => {
    const header = request.headers['idempotency-key']
    if (header === undefined || request.method !== 'POST') return next()
    const keyed = keyedRequest(request, header)
    const ledger = await ledgerFor(request, o.ledger)
    const taken = await takeKey(ledger, keyed, { leaseMs: LEASE_MS, keptMs: o.keptMs })
    if (taken === 'busy')
      throw new Problem(409, { detail: 'The first request with this Idempotency-Key is being answered; ask again' })
    if (taken === 'other')
      throw new Problem(422, { detail: 'Another request had this Idempotency-Key; take a new one for a new request' })
    if (taken !== 'first') return void response.status(taken.status).type(taken.contentType).send(String(taken.body))
    seeds.set(request, `${keyed.sender} ${keyed.key} ${keyed.fingerprint.toString('hex')}`)
    keepAnswer(response, (answer) =>
      endKey(ledger, keyed, answer).catch((error: unknown) =>
        o.warn(`an answer was given and could not be kept (${kindOf(error)})`),
      ),
    )
    next()
  })
  const forget = (): void =>
    void o.ledger
      ?.get()
      .then((ledger) => forgetKeys(ledger, o.keptMs))
      .catch((error: unknown) => o.warn(`answers could not be forgotten (${kindOf(error)})`))
  const forgetting = setInterval(forget, FORGET_EVERY_MS)
  return () => clearInterval(forgetting)
}

function keyedRequest(request: Request, header: string | string[]): KeyedRequest {
  const found = KEY.exec(String(header))
  const key = found?.[1] ?? found?.[2]
  if (key === undefined)
    throw new Problem(400, { detail: 'Idempotency-Key is a string of 1 to 255 visible ASCII characters in quotes' })
  const { url, headers } = request
  const asked = JSON.stringify([url, headers['content-type'] ?? '', headers.accept ?? ''])
  const fingerprint = createHash('sha256')
    .update(asked)
    .update('\n')
    .update(bytesOf(request.body as unknown))
    .digest()
  return { sender: clientOf(request), key, fingerprint }
}

async function ledgerFor(request: Request, ledger: DoorLedger | undefined): ReturnType<DoorLedger['get']> {
  if (ledger === undefined) throw new Problem(400, { detail: 'This intake has no database to keep answers in' })
  // Its lines are answered as they come.
  if (request.path.endsWith(':batch'))
    throw new Problem(400, { detail: 'A batch takes no Idempotency-Key; give ids to its CloudEvents' })
  return ledger.get()
}

/** The first failure on our side, and what a client may do better at another time. */
const isKept = (status: number): boolean => status < 500 && status !== 429

/** Hands the answer to `keep` before it goes out. */
function keepAnswer(response: Response, keep: (answer: KeptAnswer | undefined) => Promise<void>): void {
  const send = response.send.bind(response)
  let isTold = false
  response.send = (body: unknown) => {
    // An object is written as JSON, and comes again as text.
    if (isTold || (typeof body !== 'string' && !Buffer.isBuffer(body))) return send(body)
    isTold = true
    const { statusCode: status } = response
    const contentType = response.get('content-type') ?? 'text/plain'
    keep(isKept(status) ? { status, contentType, body: Buffer.from(body) } : undefined)
      .then(() => send(body))
      .catch(() => response.destroy())
    return response
  }
}
