import { createServer, connect } from 'node:net'
import type { Server, Socket } from 'node:net'
import { once } from 'node:events'

/** Stands between clients and a server on loopback, and can do to their connections what networks do. */
export class TcpProxy {
  readonly port: number
  /** The server's port, which may change when it starts again. */
  target: number
  private readonly server: Server
  private readonly pairs = new Set<[Socket, Socket]>()
  private readonly silent: [Socket, Socket][] = []
  private delayMs = 0

  private constructor(server: Server, port: number, target: number) {
    this.server = server
    this.port = port
    this.target = target
  }

  static async open(target: number): Promise<TcpProxy> {
    const server = createServer({ allowHalfOpen: false })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const proxy = new TcpProxy(server, (server.address() as { port: number }).port, target)
    server.on('connection', (client) => proxy.join(client))
    return proxy
  }

  /** Every connection goes silent, both ways, without an end: as when a machine between them is gone. New ones work. */
  freeze(): void {
    for (const pair of this.pairs)
      for (const socket of pair) socket.removeAllListeners('data').removeAllListeners('close').pause()
    this.silent.push(...this.pairs)
    this.pairs.clear()
  }

  /** Cuts every connection, in the middle of whatever it carries. */
  cut(): void {
    for (const pair of this.pairs) for (const socket of pair) socket.resetAndDestroy()
  }

  /** From now on each piece of what the server answers is held back for so long. */
  slow(delayMs: number): void {
    this.delayMs = delayMs
  }

  async close(): Promise<void> {
    this.server.close()
    for (const pair of [...this.pairs, ...this.silent]) for (const socket of pair) socket.destroy()
  }

  private join(client: Socket): void {
    const server = connect(this.target, '127.0.0.1')
    const pair: [Socket, Socket] = [client, server]
    this.pairs.add(pair)
    const end = (): void => {
      this.pairs.delete(pair)
      client.destroy()
      server.destroy()
    }
    for (const socket of pair)
      socket
        .setNoDelay(true)
        .on('error', () => undefined)
        .on('close', end)
    client.on('data', (piece) => void server.write(piece))
    server.on('data', (piece) => this.answer(client, piece))
  }

  private answer(client: Socket, piece: Buffer): void {
    if (this.delayMs === 0) client.write(piece)
    else setTimeout(() => client.writable && client.write(piece), this.delayMs)
  }
}
