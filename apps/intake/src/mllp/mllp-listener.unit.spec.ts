import { afterEach, describe, expect, it } from '@jest/globals'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { framed } from '@claims-audit/notes'
import { MllpListener } from './mllp-listener.js'
import type { MllpOptions } from './mllp-listener.js'

const closing: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function listening(
  o: Partial<MllpOptions> & Pick<MllpOptions, 'take'>,
): Promise<{ dial: () => Promise<Socket>; listener: MllpListener; told: string[] }> {
  const told: string[] = []
  const limits = { largestMessage: 1_000, mostConnections: 2, idleMs: 60_000 }
  const listener = new MllpListener({ host: '127.0.0.1', port: 0, ...limits, log: (line) => told.push(line), ...o })
  const { port } = await listener.listen()
  const dial = async (): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1')
    closing.push(() => void socket.destroy())
    await once(socket, 'connect')
    return socket
  }
  return { dial, listener, told }
}

const text = (message: Uint8Array): string => Buffer.from(message).toString()

/** What comes on a connection until it has this. */
async function until(socket: Socket, wanted: string): Promise<string> {
  let seen = ''
  for await (const chunk of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    seen += text(chunk)
    if (seen.includes(wanted)) return seen
  }
  return `${seen}, then closed`
}

describe('the MLLP listener', () => {
  it('answers each message once it is stored, in order', async () => {
    const { dial, listener } = await listening({ take: async (message) => `answer to ${text(message)}` })
    closing.push(() => listener.close())
    const socket = await dial()
    const bytes = Buffer.concat([framed('one'), framed('two')])
    socket.write(bytes.subarray(0, 4))
    socket.write(bytes.subarray(4))
    expect(await until(socket, 'two')).toBe('\x0banswer to one\x1c\r\x0banswer to two\x1c\r')
  })

  it('closes a connection without an answer where a message could not be stored', async () => {
    const take = async (): Promise<string> => {
      throw new Error('the broker is away')
    }
    const { dial, listener, told } = await listening({ take })
    closing.push(() => listener.close())
    const socket = await dial()
    socket.write(framed('one'))
    expect(await until(socket, 'never')).toBe(', then closed')
    expect(told).toEqual(['mllp: a connection was closed (Error)'])
  })

  it('closes a connection that sends too much, or nothing for long', async () => {
    const { dial, listener, told } = await listening({ take: async () => 'x', largestMessage: 5, idleMs: 100 })
    closing.push(() => listener.close())
    const large = await dial()
    large.write(framed('123456'))
    expect(await until(large, 'never')).toBe(', then closed')
    expect(told).toEqual(['mllp: a connection was closed (FrameTooLarge)'])
    expect(await until(await dial(), 'never')).toBe(', then closed')
  })

  it('when it closes answers what is being stored, and takes nothing more', async () => {
    const [storing, stored] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const take = async (): Promise<string> => {
      storing.resolve()
      await stored.promise
      return 'stored'
    }
    const { dial, listener } = await listening({ take })
    const [busy, idle] = [await dial(), await dial()]
    busy.write(framed('one'))
    await storing.promise
    const closed = listener.close()
    expect(await until(idle, 'never')).toBe(', then closed')
    stored.resolve()
    expect(await until(busy, 'stored')).toContain('stored')
    await closed
  })
})
