import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openLog } from '@claims-audit/service'
import { SettingError, listenAt, namesLoopback, setting } from '@claims-audit/settings'
import { PAGE } from './page.js'
import { personOf } from './people.js'
import { INTERACTION, demoProvider } from './provider.js'

const log = openLog('demo-people')

/**
 * The identity provider of `npm start`: people who are made up, without passwords. It serves this machine alone and
 * never beside a real provider.
 */
async function main(): Promise<void> {
  if (setting('OIDC_ISSUER') !== undefined) throw new SettingError('OIDC_ISSUER is set: no demo people beside it')
  const { host, port } = listenAt(0)
  if (!namesLoopback(host)) throw new SettingError(`HOST=${host} is refused: demo people are on loopback only`)
  const server = createServer()
  server.listen(port, host)
  await once(server, 'listening')
  const issuer = `http://${host}:${(server.address() as AddressInfo).port}`
  const provider = demoProvider(issuer, `http://127.0.0.1:${setting('API_PORT') ?? 3_000}`)
  provider.on('backchannel.error', (_context, error) =>
    log.warn(`a session was not ended at the api: ${error.message}`),
  )
  const rest = provider.callback()
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!namesLoopback(request.headers.host ?? '')) return void response.writeHead(403).end()
    if (request.url?.startsWith(INTERACTION) !== true) return void rest(request, response)
    answer(provider, request, response).catch((error: Error) => {
      log.debug(error.name)
      response.writeHead(400, { 'content-type': 'text/plain' }).end('This sign-in is over; start again')
    })
  })
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(signal, () => process.exit(0))
  log.info(`listening on ${issuer.slice('http://'.length)}`)
}

/** Asks who the person is, and tells the provider. */
async function answer(
  provider: ReturnType<typeof demoProvider>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  await provider.interactionDetails(request, response)
  if (request.method !== 'POST') {
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
    })
    response.end(PAGE)
    return
  }
  const person = personOf(new URLSearchParams(await bodyOf(request)).get('person'))
  if (person === undefined) throw new Error('there is no such person')
  // A native client is asked for consent each time; the button is that too.
  await provider.interactionFinished(request, response, { login: { accountId: person.id }, consent: {} })
}

const MOST = 1_000

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const part of request) {
    body += String(part)
    if (body.length > MOST) throw new Error('the form is too long')
  }
  return body
}

await main().catch((error: Error) => {
  log.fatal(error.message)
  process.exit(error instanceof SettingError ? 2 : 1)
})
