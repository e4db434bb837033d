import { describe, expect, it } from '@jest/globals'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { withAdmin } from '../connect/client.js'

const [METADATA, API_VERSIONS] = [3, 18]

/**
 * A broker of one partition of nothing: it knows ApiVersions and Metadata, version 0 of each. `answer` may do something
 * else with the n-th request for metadata.
 */
async function broker(answer: (socket: Socket, nth: number) => boolean): Promise<{ address: string; close(): void }> {
  let asked = 0
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (request) => {
      const key = request.readInt16BE(4)
      if (key === METADATA && answer(socket, (asked += 1))) return
      socket.write(framed(request, key === API_VERSIONS ? VERSIONS : metadata(port)))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { address: `127.0.0.1:${port}`, close: () => server.close() }
}

const VERSIONS = Buffer.from([0, 0, 0, 0, 0, 1, 0, METADATA, 0, 0, 0, 0, 0, 0, 0, 0])
/** One broker, itself, and no topics. */
const metadata = (port: number): Buffer =>
  Buffer.concat([
    Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 0, 9]),
    Buffer.from('127.0.0.1'),
    Buffer.from([0, 0, port >> 8, port & 255, 0, 0, 0, 0]),
  ])

function framed(request: Buffer, body: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeInt32BE(4 + body.length, 0)
  request.copy(head, 4, 8, 12)
  return Buffer.concat([head, body])
}

/** Topics by the second request, after the first has failed; both over what kafkajs takes for one connection. */
const listTwice = (address: string): Promise<string[]> =>
  withAdmin(
    [address],
    (admin) =>
      admin.listTopics().then(
        () => ['no failure'],
        () => admin.listTopics(),
      ),
    undefined,
    { requestTimeoutMs: 100 },
  )

describe('A connection to a broker', () => {
  it('that broke in the middle of an answer takes the next answers from their beginning', async () => {
    const { address, close } = await broker((socket, nth) => {
      if (nth !== 2) return false
      socket.write(Buffer.from([0, 0, 1, 0, 0]), () => socket.resetAndDestroy())
      return true
    })
    expect(await listTwice(address)).toEqual([])
    close()
  })

  it('that answers nothing any more is closed, and the next request goes over another', async () => {
    let silent: Socket | undefined
    const { address, close } = await broker((socket, nth) => {
      if (nth === 2) silent = socket
      return socket === silent
    })
    expect(await listTwice(address)).toEqual([])
    close()
  })
})
