import type { Command } from 'commander'
import { exitWith } from '../options.js'
import { randomUUID } from 'node:crypto'
import type { Reason } from '@claims-audit/contracts'
import { Door, DoorLedger } from '@claims-audit/door'
import { EventProducer } from '@claims-audit/event-log'
import { claimEvent, submission, unnumbered, voidSubmission } from '@claims-audit/submission'
import type { Accepted, InputClaim, Submission } from '@claims-audit/submission'
import { claimsDoor } from '@claims-audit/settings'
import { cluster, databaseUrlGiven } from '../connections.js'
import { complain, print, progress } from '../output.js'
import { readClaims, rejectedLine } from '../claims/read-claims.js'

const BATCH = 500

/**
 * `submit FILE`: publishes each claim that can be read; the others are listed and the exit code is 1. Claims of formats
 * without versions are numbered in the ledger; where none is given, they keep the first version, and stderr says so.
 */
export async function submit(file: string): Promise<number> {
  const producer = new EventProducer({ cluster: cluster(), clientId: 'cli', source: '/claims-audit/cli' })
  await producer.connect()
  const databaseUrl = databaseUrlGiven()
  const ledger = databaseUrl === undefined ? undefined : new DoorLedger(databaseUrl, 'claims-audit submit')
  const door = new Door({ publisher: producer, topic: claimsDoor(), ledger })
  const watched = progress('claims')
  let waiting: Accepted[] = []
  let [sent, converted, exitCode] = [0, 0, 0]
  const flush = async (): Promise<void> => {
    await door.send(waiting)
    sent += waiting.length
    waiting = []
  }
  try {
    for await (const input of readClaims(file)) {
      const accepted = acceptedOf(input)
      if ('rejected' in accepted) {
        exitCode = 1
        await print(JSON.stringify(rejectedLine(input.at, accepted.rejected)))
        continue
      }
      if (accepted.unnumbered !== undefined) converted += 1
      waiting.push(accepted)
      watched.count()
      if (waiting.length === BATCH) await flush()
    }
    await flush()
  } finally {
    watched.end()
    await producer.disconnect()
    await ledger?.close()
  }
  if (converted > 0 && databaseUrl === undefined) complain(NOT_NUMBERED)
  await print(JSON.stringify({ submitted: sent }))
  return exitCode
}

const NOT_NUMBERED =
  'no database: X12 and FHIR claims were sent without numbering their versions; a changed claim that came before will be a version conflict'

function acceptedOf(input: InputClaim): Accepted | { rejected: Reason } {
  const eventId = randomUUID()
  if ('rejected' in input) {
    const read = voidIn(input, eventId)
    if (read === undefined || 'reasons' in read) return { rejected: read?.reasons[0] ?? input.rejected }
    return read
  }
  const { text, claim, converted } = input
  return {
    event: claimEvent(text, claim, { eventId }),
    ...(converted !== undefined && { unnumbered: unnumbered(converted, claim) }),
  }
}

/** A bill or an event that voids a claim, which is rejected as a claim. */
function voidIn(
  { voids, isVoid, text }: Extract<InputClaim, { rejected: Reason }>,
  id: string,
): Submission | undefined {
  if (voids !== undefined) return voidSubmission(voids, SENDER, id)
  return isVoid === true ? submission(text, SENDER, id) : undefined
}

const SENDER = { traceparent: undefined, tenants: null }

export function addSubmit(program: Command): void {
  program
    .command('submit')
    .argument('<file>', 'claims as X12 837, FHIR R4, JSON lines, a JSON array or CloudEvents; - reads stdin')
    .description('publish claims to claims.submitted, or to claims.received where DOCUMENTS_APART is set')
    .action(exitWith(submit))
}
