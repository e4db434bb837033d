import { createServer } from 'node:net'

/**
 * A TCP port on loopback: `preferred` when it is free, otherwise one that the system picks.
 * The port is free at the time of asking; who binds it must be ready to lose it and ask again.
 */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred === undefined) return bind(0)
  return bind(preferred).catch(() => bind(0))
}

function bind(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
