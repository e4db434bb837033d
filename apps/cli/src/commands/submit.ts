import type { Command } from 'commander'
import { exitWith } from '../options.js'
import { randomUUID } from 'node:crypto'
import { TOPICS, claimKey, typeOf } from '@claims-audit/contracts'
import { EventProducer } from '@claims-audit/event-log'
import type { Outgoing } from '@claims-audit/event-log'
import { claimsDoor } from '@claims-audit/service'
import { cluster } from '../connections.js'
import { print, progress } from '../output.js'
import { readClaims, rejectedLine } from '../claims/read-claims.js'

const BATCH = 500

/** `submit FILE`: publishes each claim that can be read; the others are listed and the exit code is 1. */
export async function submit(file: string): Promise<number> {
  const producer = new EventProducer({ cluster: cluster(), clientId: 'cli', source: '/claims-audit/cli' })
  await producer.connect()
  const watched = progress('claims')
  let waiting: Outgoing[] = []
  let sent = 0
  let exitCode = 0
  const flush = async (): Promise<void> => {
    await producer.send(waiting)
    sent += waiting.length
    waiting = []
  }
  try {
    for await (const input of readClaims(file)) {
      if ('rejected' in input) {
        exitCode = 1
        await print(JSON.stringify(rejectedLine(input.at, input.rejected)))
        continue
      }
      const { tenant, claimId } = input.claim
      waiting.push({
        topic: claimsDoor(),
        key: claimKey(tenant, claimId),
        type: typeOf(TOPICS.submitted),
        id: randomUUID(),
        value: input.text,
      })
      watched.count()
      if (waiting.length === BATCH) await flush()
    }
    await flush()
  } finally {
    watched.end()
    await producer.disconnect()
  }
  await print(JSON.stringify({ submitted: sent }))
  return exitCode
}

export function addSubmit(program: Command): void {
  program
    .command('submit')
    .argument('<file>', 'claims as X12 837, FHIR R4, JSON lines, a JSON array or CloudEvents; - reads stdin')
    .description('publish claims to claims.submitted, or to claims.received where DOCUMENTS_APART is set')
    .action(exitWith(submit))
}
