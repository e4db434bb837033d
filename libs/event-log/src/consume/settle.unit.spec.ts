import { describe, expect, it } from '@jest/globals'
import { each } from './batch-handler.js'
import type { Outgoing, Received } from '../event/event.js'
import { Rejected } from './quarantine.js'
import { settle, type Settling } from './settle.js'
import { Transient } from '../connect/transient.js'

const received = (offset: number): Received => {
  const position = { topic: 't', partition: 0, offset: String(offset), timestamp: '0' }
  return { ...position, key: Buffer.from('k'), value: Buffer.from(`v${offset}`), headers: {}, origin: position }
}
const echo = (message: Received): Outgoing => ({
  topic: 'out',
  key: 'k',
  type: 'out.v1',
  id: message.offset,
  value: message.value,
})
const four = [0, 1, 2, 3].map(received)

/** Runs settle over a handler and tells what was sent and settled. */
async function run(messages: Received[], handle: (message: Received) => Outgoing, o: Partial<Settling> = {}) {
  const sent: string[] = []
  const settled: string[] = []
  const log: string[] = []
  const settling: Settling = {
    handle: async (some) => some.map(handle),
    send: async (events) => void sent.push(...events.map(tell)),
    settled: ({ offset }) => void settled.push(offset),
    stage: 'test',
    retry: { attempts: 3, initialMs: 0, maxMs: 0 },
    signal: new AbortController().signal,
    log: (_, line) => void log.push(line),
    ...o,
  }
  const failure = await settle(messages, settling).catch((error: Error) => error.message)
  return { sent, settled, log, failure }
}

function tell({ topic, id, value, headers = {} }: Outgoing): string {
  return topic === 'out'
    ? `out ${id}`
    : `${value}: ${headers['quarantine-code']} ${headers['quarantine-keyword'] ?? ''} ${headers['quarantine-attempts']}`
}

describe('settle', () => {
  it('sends and settles a batch as one', async () => {
    expect(await run(four, echo)).toMatchObject({ sent: ['out 0', 'out 1', 'out 2', 'out 3'], settled: ['3'] })
  })

  it('quarantines a batch that could not be read in its place, and hands it to no handler', async () => {
    const unreadable = {
      code: 'batch-too-large',
      keyword: 'gzip',
      firstOffset: '1',
      lastOffset: '9',
      bytes: Buffer.from('packed'),
    } as const
    const batch: Received = { ...received(9), value: null, unreadable }
    const after = [...four.slice(0, 1), batch, received(10), received(11), batch]
    expect(await run(after, echo)).toMatchObject({
      sent: ['out 0', 'packed: batch-too-large gzip 1', 'out 10', 'out 11', 'packed: batch-too-large gzip 1'],
      settled: ['0', '9', '11', '9'],
    })
  })

  it('waits for what passes, without handling again what only the sending failed for', async () => {
    let failures = 3
    let sends = 2
    const sent: string[] = []
    const calls: string[] = []
    const { settled } = await run(
      four,
      (message) => {
        calls.push(message.offset)
        if (failures-- > 0) throw new Transient('later')
        return echo(message)
      },
      {
        send: async (events) => {
          if (sends-- > 0) throw Object.assign(new Error('x'), { code: 'ECONNRESET' })
          sent.push(...events.map(tell))
        },
      },
    )
    expect(sent).toEqual(['out 0', 'out 1', 'out 2', 'out 3'])
    expect(settled).toEqual(['3'])
    expect(calls).toEqual(['0', '0', '0', '0', '1', '2', '3'])
  })

  it('says what it waits for, by kind, until it has passed', async () => {
    const waits: (string | undefined)[] = []
    let failures = 2
    await run(
      [received(0)],
      (message) => {
        if (failures-- > 0) throw Object.assign(new Error('password of Jane Doe'), { code: '28P01' })
        return echo(message)
      },
      { waits: (kind) => void waits.push(kind) },
    )
    expect(waits).toEqual(['Error 28P01', 'Error 28P01', undefined])
  })

  it('finds the message that fails and quarantines it in order', async () => {
    const { sent, settled } = await run(four, (message) => {
      if (message.offset === '1') throw new Rejected({ code: 'schema', keyword: 'required' })
      if (message.offset === '2') throw new TypeError('a value of the claim')
      return echo(message)
    })
    expect(sent).toEqual(['out 0', 'v1: schema required 1', 'v2: stage-failure TypeError 3', 'out 3'])
    expect(settled).toEqual(['0', '1', '2', '3'])
  })

  it('quarantines a message whose result cannot be sent', async () => {
    const sent: string[] = []
    await run([received(0)], echo, {
      send: async (events) => {
        if (events.some(({ topic }) => topic === 'out'))
          throw Object.assign(new Error('x'), { name: 'KafkaJSProtocolError', type: 'MESSAGE_TOO_LARGE' })
        sent.push(...events.map(tell))
      },
    })
    expect(sent).toEqual(['v0: stage-failure KafkaJSProtocolError 3'])
  })

  it('waits when it cannot quarantine, whatever the reason', async () => {
    let failures = 4
    const sent: string[] = []
    await run(
      [received(0)],
      () => {
        throw new Rejected({ code: 'schema' })
      },
      {
        send: async (events) => {
          if (failures-- > 0) throw new Error('no such topic')
          sent.push(...events.map(tell))
        },
      },
    )
    expect(sent).toEqual(['v0: schema  1'])
  })

  it('leaves what would have to wait when it is told to end', async () => {
    const ending = new AbortController()
    const { settled, failure } = await run(
      four,
      () => {
        ending.abort(new Error('closing'))
        throw new Transient('later')
      },
      { signal: ending.signal },
    )
    expect({ settled, failure }).toEqual({ settled: [], failure: 'closing' })
  })

  it('finishes what is under way when it is told to end', async () => {
    const ending = new AbortController()
    const { sent, failure } = await run(
      four,
      (message) => {
        ending.abort(new Error('closing'))
        return echo(message)
      },
      { signal: ending.signal },
    )
    expect({ sent: sent.length, failure }).toEqual({ sent: 4, failure: undefined })
  })

  it('logs no message of an error, since it may quote the claim', async () => {
    const { log } = await run([received(0)], () => {
      throw new Error('Jane Doe')
    })
    expect(log.length).toBeGreaterThan(0)
    expect(log.join()).not.toContain('Jane')
  })
})

describe('each', () => {
  const context = { topic: 't', partition: 0, stage: 'test', signal: new AbortController().signal }

  it('quarantines a rejected message in its place', async () => {
    const handler = each((message) => {
      if (message.offset === '1') throw new Rejected({ code: 'schema', pointer: '/version' })
      if (message.offset === '2') return Promise.reject(new Rejected({ code: 'audit-timeout' }))
      return echo(message)
    })
    const events = await handler(four, context)
    expect(events.map(tell)).toEqual(['out 0', 'v1: schema  1', 'v2: audit-timeout  1', 'out 3'])
    expect(events[1]?.headers).toMatchObject({ 'quarantine-pointer': '/version', 'quarantine-stage': 'test' })
  })

  it('lets other errors through', async () => {
    await expect(
      each(() => {
        throw new TypeError('x')
      })(four, context),
    ).rejects.toThrow(TypeError)
  })

  it('gives the event loop its turn while a batch is long, and keeps the order', async () => {
    const order: string[] = []
    const busy = (message: Received): Outgoing => {
      setImmediate(() => order.push(`turn after ${message.offset}`))
      for (const until = performance.now() + 30; performance.now() < until;);
      order.push(message.offset)
      return echo(message)
    }
    expect((await each(busy)(four, context)).map(({ id }) => id)).toEqual(['0', '1', '2', '3'])
    expect(order).toEqual(['0', 'turn after 0', '1', 'turn after 1', '2', 'turn after 2', '3', 'turn after 3'])
  })

  it('ends between two messages once the result is no longer wanted', async () => {
    const unwanted = new AbortController()
    const handled: string[] = []
    const handling = each((message) => {
      handled.push(message.offset)
      unwanted.abort(new Error('gone'))
      for (const until = performance.now() + 30; performance.now() < until;);
      return echo(message)
    })(four, { ...context, signal: unwanted.signal })
    await expect(handling).rejects.toThrow('gone')
    expect(handled).toEqual(['0'])
  })
})
