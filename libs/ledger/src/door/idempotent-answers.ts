import type { DataSource } from 'typeorm'

/** A request that its sender may send again. */
export interface KeyedRequest {
  /** Whose key it is. */
  sender: string
  key: string
  /** SHA-256 of what is asked. */
  fingerprint: Buffer
}

export interface KeptAnswer {
  status: number
  contentType: string
  body: Buffer
}

/** What a key is to a request: new; answered; being answered elsewhere; of another request. */
export type KeyTaken = 'first' | 'busy' | 'other' | KeptAnswer

interface Held {
  isSame: boolean
  status: number | null
  contentType: string
  body: Buffer
}

/**
 * Takes a key for a request. One that was not answered within `leaseMs` is given up by who took it, and an answer is
 * forgotten after `keptMs`.
 */
export async function takeKey(
  ledger: DataSource,
  { sender, key, fingerprint }: KeyedRequest,
  { leaseMs, keptMs }: { leaseMs: number; keptMs: number },
): Promise<KeyTaken> {
  const taken: unknown[] = await ledger.query(
    `insert into idempotent_answer as held (sender, key, fingerprint) values ($1, $2, $3)
     on conflict (sender, key) do update
       set fingerprint = excluded.fingerprint, taken_at = now(), status = null, content_type = null, body = null
       where held.taken_at < now() - make_interval(secs => $5)
         or held.status is null and held.fingerprint = excluded.fingerprint and held.taken_at < now() - make_interval(secs => $4)
     returning 1`,
    [sender, key, fingerprint, leaseMs / 1_000, keptMs / 1_000],
  )
  if (taken.length > 0) return 'first'
  const [held]: Held[] = await ledger.query(
    `select fingerprint = $3 as "isSame", status, content_type as "contentType", body from idempotent_answer where sender = $1 and key = $2`,
    [sender, key, fingerprint],
  )
  // It was given up at this moment: the next attempt has it.
  if (held === undefined) return 'busy'
  if (!held.isSame) return 'other'
  return held.status === null ? 'busy' : { status: held.status, contentType: held.contentType, body: held.body }
}

/** Keeps the answer to a request; without one its key is free again. */
export async function endKey(
  ledger: DataSource,
  { sender, key, fingerprint }: KeyedRequest,
  answer: KeptAnswer | undefined,
): Promise<void> {
  const of = 'sender = $1 and key = $2 and fingerprint = $3 and status is null'
  if (answer === undefined) await ledger.query(`delete from idempotent_answer where ${of}`, [sender, key, fingerprint])
  else
    await ledger.query(`update idempotent_answer set status = $4, content_type = $5, body = $6 where ${of}`, [
      ...[sender, key, fingerprint],
      ...[answer.status, answer.contentType, answer.body],
    ])
}

/** Forgets answers that are older. */
export async function forgetKeys(ledger: DataSource, keptMs: number): Promise<void> {
  await ledger.query('delete from idempotent_answer where taken_at < now() - make_interval(secs => $1)', [
    keptMs / 1_000,
  ])
}
