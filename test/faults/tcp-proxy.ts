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
  /** The connections that sent something while the server got nothing; undefined: it gets all. */
  private unheard: Set<[Socket, Socket]> | undefined
  private heard: (piece: Buffer) => void = () => undefined

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

  /** From now on nothing that clients send reaches the server; `heard` is told of each piece. */
  hold(heard: (piece: Buffer) => void): void {
    this.unheard = new Set()
    this.heard = heard
  }

  /** The server gets what clients send again. What was held is lost, with the connections that carried it. */
  release(): void {
    const lost = this.unheard ?? []
    this.unheard = undefined
    for (const pair of lost) for (const socket of pair) socket.resetAndDestroy()
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
    client.on('data', (piece) => this.ask(pair, piece))
    server.on('data', (piece) => this.answer(client, piece))
  }

  private ask(pair: [Socket, Socket], piece: Buffer): void {
    if (this.unheard === undefined) return void pair[1].write(piece)
    this.unheard.add(pair)
    this.heard(piece)
  }

  private answer(client: Socket, piece: Buffer): void {
    if (this.delayMs === 0) client.write(piece)
    else setTimeout(() => client.writable && client.write(piece), this.delayMs)
  }
}
