import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { FrameReader, framed } from '@claims-audit/notes'

export interface MllpOptions {
  host: string
  port: number
  /** Bytes of a message; a connection that sends a larger one is closed. */
  largestMessage: number
  mostConnections: number
  /** A connection on which nothing comes for so long is closed. */
  idleMs: number
  /** Answers a message; where it rejects, the connection is closed without an answer, and its sender sends again. */
  take: (message: Uint8Array) => Promise<string>
  log: (line: string) => void
}

/** Listens for HL7 v2 over MLLP. Messages of a connection are answered one after the other, in their order. */
export class MllpListener {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #isClosing = false

  constructor(private readonly o: MllpOptions) {
    // A sender that has said its last is answered all the same.
    this.#server = createServer({ allowHalfOpen: true }, (socket) => void this.#serve(socket))
    this.#server.maxConnections = o.mostConnections
  }

  /** Resolves with where it listens; rejects where it cannot. */
  async listen(): Promise<AddressInfo> {
    this.#server.listen(this.o.port, this.o.host)
    await once(this.#server, 'listening')
    return this.#server.address() as AddressInfo
  }

  /** What is being stored is answered, then connections are closed. */
  async close(): Promise<void> {
    this.#isClosing = true
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const socket of this.#sockets) if (!this.#busy.has(socket)) socket.destroy()
    await closed
  }

  /** Connections whose message is being stored. */
  readonly #busy = new Set<Socket>()

  async #serve(socket: Socket): Promise<void> {
    this.#sockets.add(socket)
    socket.setTimeout(this.o.idleMs, () => socket.destroy())
    socket.on('error', () => socket.destroy())
    const frames = new FrameReader(this.o.largestMessage)
    try {
      for await (const chunk of socket as AsyncIterable<Uint8Array>) {
        for (const message of frames.push(chunk)) await this.#answer(socket, message)
        if (this.#isClosing) break
      }
    } catch (error) {
      // Neither the message nor its sender is named.
      this.o.log(`mllp: a connection was closed (${(error as Error).constructor.name})`)
    } finally {
      this.#sockets.delete(socket)
      this.#busy.delete(socket)
      socket.destroy()
    }
  }

  async #answer(socket: Socket, message: Uint8Array): Promise<void> {
    this.#busy.add(socket)
    const answer = framed(await this.o.take(message))
    await new Promise<void>((resolve, reject) => socket.write(answer, (error) => (error ? reject(error) : resolve())))
    this.#busy.delete(socket)
  }
}
