import type { Right } from '@claims-audit/access'

const FINDING = '00000000-0000-5000-8000-000000000000'
/** Findings of the tenants north, by facility, and south. */
export const NORTH = { F1: `${FINDING.slice(0, -1)}1`, F2: `${FINDING.slice(0, -1)}2` }
export const SOUTH = `${FINDING.slice(0, -1)}3`

/** Runs of the two tenants; the spec makes them again for routes that change one. */
export const RUNS = { own: 0, foreign: 0 }

/** What a route needs, and how it is asked: of the own, and of another's. Undefined `foreign`: it names nothing. */
export interface Row {
  needs: Right | 'open' | 'signed in'
  own: () => string
  foreign?: () => string
  body?: object
  /** What it answers who may. */
  answers: number
}

const run =
  (id: () => number, rest = '') =>
  (): string =>
    `/v1/runs/${id()}${rest}`
const ofRun = (rest: string, needs: Right, answers: number): Row => ({
  needs,
  own: run(() => RUNS.own, rest),
  foreign: run(() => RUNS.foreign, rest),
  answers,
})

export const ROUTES: Record<string, Row> = {
  'get /v1/findings': {
    needs: 'findings:read',
    own: () => '/v1/findings',
    foreign: () => '/v1/findings?tenant=south',
    answers: 200,
  },
  'get /v1/findings/{id}': {
    needs: 'findings:read',
    own: () => `/v1/findings/${NORTH.F1}`,
    foreign: () => `/v1/findings/${SOUTH}`,
    answers: 200,
  },
  'get /v1/claims/{tenant}/{claimId}': {
    needs: 'findings:read',
    own: () => '/v1/claims/north/C-F1',
    foreign: () => '/v1/claims/south/C-F1',
    answers: 200,
  },
  'post /v1/runs': { needs: 'runs:write', own: () => '/v1/runs', body: { source: { kind: 'archive' } }, answers: 202 },
  'get /v1/runs': { needs: 'runs:read', own: () => '/v1/runs', answers: 200 },
  'get /v1/runs/{run}': ofRun('', 'runs:read', 200),
  'get /v1/runs/{run}/progress': ofRun('/progress', 'runs:read', 200),
  'post /v1/runs/{run}:resume': ofRun(':resume', 'runs:write', 200),
  'post /v1/runs/{run}:cancel': ofRun(':cancel', 'runs:write', 200),
  'get /v1/runs/{a}/diff/{b}': ofRun('/diff/0', 'runs:read', 409),
  'get /v1/runs/{a}/diff/{b}/findings': ofRun('/diff/0/findings', 'runs:read', 409),
  'delete /v1/runs/{run}': ofRun('', 'runs:write', 204),
  'get /v1/access-log': {
    needs: 'access-log:read',
    own: () => '/v1/access-log',
    foreign: () => '/v1/access-log?tenant=south',
    answers: 200,
  },
  'get /auth/sign-in': { needs: 'open', own: () => '/auth/sign-in', answers: 503 },
  'get /auth/callback': { needs: 'open', own: () => '/auth/callback', answers: 401 },
  'post /auth/backchannel-logout': { needs: 'open', own: () => '/auth/backchannel-logout', body: {}, answers: 400 },
  'get /auth/me': { needs: 'signed in', own: () => '/auth/me', answers: 200 },
  'post /auth/tenant': { needs: 'signed in', own: () => '/auth/tenant', body: { tenant: 'north' }, answers: 200 },
  'post /auth/sign-out': { needs: 'signed in', own: () => '/auth/sign-out', answers: 200 },
  'get /health/live': { needs: 'open', own: () => '/health/live', answers: 200 },
  'get /health/ready': { needs: 'open', own: () => '/health/ready', answers: 200 },
  'get /metrics': { needs: 'open', own: () => '/metrics', answers: 200 },
}
