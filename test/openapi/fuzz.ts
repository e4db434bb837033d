/**
 * `npm run test:openapi [-- --examples 15] [--seed 1] [--roles lead,coder]`: Schemathesis asks every route of
 * contracts/openapi.yaml, signed in as each role, with what the contract allows and what it does not. Exit 1 on an
 * answer of 5xx, a status or a body that the contract does not document, or a fault that the api logged.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ROLES } from '@claims-audit/access'
import type { Role } from '@claims-audit/access'
import { apiOpenApi } from '@claims-audit/contracts'
import { apiLogin, migrate, openLedger } from '@claims-audit/ledger'
import type { Ledger } from '@claims-audit/ledger'
import { sessionOf } from '../access/session.ts'
import { pythonOf } from '../conformance/python.ts'
import { actOn, judgedClaim, recordClaims } from '../decisions/judged-claims.ts'
import { freshDatabase } from '../fresh-database.ts'
import { freshStack } from '../fresh-stack.ts'
import { ServiceProcess } from '../operations/service-process.ts'

const { values } = parseArgs({
  options: {
    examples: { type: 'string', default: '15' },
    seed: { type: 'string', default: '1' },
    roles: { type: 'string', default: ROLES.join(',') },
  },
})

/** Streams that do not end, what ends the session, and what leads to the identity provider. */
const LEFT_OUT = ['/v1/stream', '/v1/runs/{run}/progress', '/auth/sign-out', '/auth/sign-in']
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
]

/** Claims with findings, some of which are judged, so that answers have something in them. */
async function fill(ledger: Ledger): Promise<void> {
  const claims = ['A', 'B', 'C', 'D'].map((claimId) => ({ ...judgedClaim(claimId, 1, 'both'), tenant: 't' }))
  await recordClaims(ledger, ...claims)
  const [first, second] = claims
  if (first !== undefined) await actOn(ledger, 'ann', 'agree', first)
  if (second !== undefined) await actOn(ledger, 'ann', 'disagree', second, { reason: 'rule-wrong' })
  await recordClaims(ledger, judgedClaim('A', 2, 'clean'))
}

const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

/** One that describes itself and has no keys: no token is right, and it can be reached. */
async function identityProvider(): Promise<Server> {
  const server = createServer((request, response) => {
    const issuer = addressOf(server)
    const described = {
      issuer,
      jwks_uri: `${issuer}/jwks`,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
    }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(request.url === '/jwks' ? { keys: [] } : described))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function fuzz(python: string, url: string, document: string, role: Role, ledger: Ledger): Promise<boolean> {
  const headers = await sessionOf(ledger, { role, tenants: ['t'] })
  const args = [
    ...['-m', 'schemathesis.cli', 'run', document, '--url', url, '--checks', CHECKS.join(',')],
    ...['--phases', 'examples,coverage,fuzzing', '--max-examples', values.examples, '--seed', values.seed],
    ...['--continue-on-failure', '--no-color', '--suppress-health-check', 'all', '--warnings', 'off'],
    ...LEFT_OUT.flatMap((path) => ['--exclude-path', path]),
    ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
  ]
  const child = spawn(python, args, { cwd: dirname(document), stdio: ['ignore', 'inherit', 'inherit'] })
  const [code] = await once(child, 'close')
  return code === 0
}

const python = await pythonOf(fileURLToPath(new URL('requirements.txt', import.meta.url)), 'openapi')
const { stack } = await freshStack('openapi')
const provider = await identityProvider()
const directory = mkdtempSync(join(tmpdir(), 'claims-audit-openapi-'))
let failed = 0
try {
  const databaseUrl = await freshDatabase(stack.databaseUrl, 'openapi')
  const ledger = await openLedger({ databaseUrl })
  await migrate(ledger)
  await fill(ledger)
  const document = join(directory, 'openapi.json')
  writeFileSync(document, JSON.stringify(apiOpenApi))
  const api = new ServiceProcess('api', {
    DATABASE_URL: (await apiLogin(ledger, databaseUrl, 'openapi')) ?? '',
    OIDC_ISSUER: addressOf(provider),
    REQUESTS_PER_MINUTE: '999999',
    SIGN_INS_PER_MINUTE: '999999',
  })
  const url = await api.listening()
  for (const role of values.roles.split(',') as Role[]) {
    console.log(`\n${role}, seed ${values.seed}`)
    if (!(await fuzz(python, url, document, role, ledger))) failed += 1
  }
  const faults = api.lines.filter((line) => /"level":"(error|fatal)"/.test(line) && !/"msg":"Problem"/.test(line))
  for (const line of faults) console.log(line)
  await api.stop()
  await ledger.destroy()
  console.log(
    `${values.roles.split(',').length - failed} roles passed, ${failed} failed; ${faults.length} faults logged`,
  )
  if (failed > 0 || faults.length > 0) process.exitCode = 1
} finally {
  provider.close()
  rmSync(directory, { recursive: true, force: true })
  await stack.stop()
}
