import { createRequire } from 'node:module'
import type { Socket } from 'node:net'

/**
 * Two faults of kafkajs 2.2.4, which uses one connection object for every socket it opens to a broker; the fault suite
 * found both. The version is pinned; drop this with it.
 *
 * A connection that breaks in the middle of an answer keeps the half that came, and takes the first answers on the next
 * socket for the rest of it: from then on no answer fits its request, and every one times out, for ever.
 *
 * A request that times out says that the other end may be gone, and yet the next one is written to the same socket
 * (tulios/kafkajs #919). Closing it makes the next one connect again.
 */
interface Connection {
  chunks: Buffer[]
  bytesBuffered: number
  bytesNeeded: number
  socket?: Socket
  isConnected(): boolean
  connect(): Promise<boolean>
  send(request: unknown): Promise<unknown>
}

const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/connection') as { prototype: Connection }
const { connect, send } = prototype

/** An answer begins with its length, four bytes. */
const LENGTH_BYTES = 4

prototype.connect = function (this: Connection) {
  if (!this.isConnected()) Object.assign(this, { chunks: [], bytesBuffered: 0, bytesNeeded: LENGTH_BYTES })
  return connect.call(this)
}

prototype.send = async function (this: Connection, request: unknown) {
  const { socket } = this
  try {
    return await send.call(this, request)
  } catch (error) {
    if ((error as Error).name === 'KafkaJSRequestTimeoutError') await closed(socket, error as Error)
    throw error
  }
}

/** Who tries again at once must not find the socket that is on its way out. */
async function closed(socket: Socket | undefined, error: Error): Promise<void> {
  if (socket === undefined || socket.destroyed) return
  await new Promise<void>((resolve) => socket.once('close', () => resolve()).destroy(error))
}
