import type { Right } from '@claims-audit/access'

const FINDING = '00000000-0000-5000-8000-000000000000'
/** Findings of the tenants north, by facility, and south. */
export const NORTH = { F1: `${FINDING.slice(0, -1)}1`, F2: `${FINDING.slice(0, -1)}2` }
export const SOUTH = `${FINDING.slice(0, -1)}3`

/** Quarantined events without bytes, of north and south. */
export const QUARANTINED = { own: 'claims.submitted/0/70/drg', foreign: 'claims.submitted/0/80/drg' }
const ofQuarantined = (rest: string, needs: Right, answers: number, body?: object): Row => {
  const path = (name: string) => () => `/v1/quarantine/${Buffer.from(name).toString('base64url')}${rest}`
  return { needs, own: path(QUARANTINED.own), foreign: path(QUARANTINED.foreign), answers, ...(body && { body }) }
}

/** Stands for an id that no request had before. */
export const NEW_ID = 'new'

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

const NO_QUERY = `${FINDING.slice(0, -1)}9`
/** Of a claim that is not there. */
const ofClaim = (rest: string, needs: Right, more: object = {}): Row => ({
  needs,
  own: () => `/v1/claims/north/none${rest}`,
  foreign: () => `/v1/claims/south/C-F1${rest}`,
  body: { actId: NEW_ID, ...more },
  answers: 404,
})

export const ROUTES: Record<string, Row> = {
  'get /v1/pipeline': { needs: 'runs:read', own: () => '/v1/pipeline', answers: 200 },
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
  'get /v1/claims/{tenant}/{claimId}/work': {
    needs: 'findings:read',
    own: () => '/v1/claims/north/C-F1/work',
    foreign: () => '/v1/claims/south/C-F1/work',
    answers: 200,
  },
  'get /v1/claims/{tenant}/{claimId}/reading': {
    needs: 'documents:read',
    // It was recorded, and never archived.
    own: () => '/v1/claims/north/C-F1/reading',
    foreign: () => '/v1/claims/south/C-F1/reading',
    answers: 404,
  },
  'get /v1/claims/{tenant}/{claimId}/versions/{a}/diff/{b}': {
    needs: 'findings:read',
    own: () => '/v1/claims/north/C-F1/versions/1/diff/1',
    foreign: () => '/v1/claims/south/C-F1/versions/1/diff/1',
    answers: 200,
  },
  'get /v1/findings:count': { needs: 'findings:read', own: () => '/v1/findings:count?status=open', answers: 200 },
  'get /v1/findings.csv': { needs: 'findings:export', own: () => '/v1/findings.csv', answers: 200 },
  'get /v1/findings.xlsx': { needs: 'findings:export', own: () => '/v1/findings.xlsx', answers: 200 },
  'get /v1/work.csv': { needs: 'findings:export', own: () => '/v1/work.csv', answers: 200 },
  'get /v1/work.xlsx': { needs: 'findings:export', own: () => '/v1/work.xlsx?queue=mine', answers: 200 },
  'post /v1/exports': { needs: 'findings:export', own: () => '/v1/exports', body: {}, answers: 422 },
  'get /v1/exports/{id}': { needs: 'findings:export', own: () => `/v1/exports/${NO_QUERY}`, answers: 404 },
  'get /v1/exports/{id}/file': { needs: 'findings:export', own: () => `/v1/exports/${NO_QUERY}/file`, answers: 404 },
  'delete /v1/exports/{id}': { needs: 'findings:export', own: () => `/v1/exports/${NO_QUERY}`, answers: 404 },
  'post /v1/claims:try': {
    needs: 'findings:read',
    own: () => '/v1/claims:try',
    // It was recorded, and never archived.
    body: { claimId: 'C-F1', changes: {} },
    answers: 404,
  },
  'get /v1/stream': { needs: 'findings:read', own: () => '/v1/stream', answers: 200 },
  'get /v1/codes/{code}': { needs: 'reference:read', own: () => '/v1/codes/M43.02?date=2026-01-09', answers: 200 },
  'get /v1/drgs/{drg}': { needs: 'reference:read', own: () => '/v1/drgs/473?version=43.0', answers: 200 },
  'get /v1/rules': { needs: 'findings:read', own: () => '/v1/rules', answers: 200 },
  'get /v1/rules/{id}': { needs: 'findings:read', own: () => '/v1/rules/code.excludes1', answers: 200 },
  // The body is read after the right is known: what is wrong with it, who may is told.
  'post /v1/findings/{id}/verdicts': {
    needs: 'findings:read',
    own: () => `/v1/findings/${NORTH.F1}/verdicts`,
    body: {},
    answers: 422,
  },
  'get /v1/findings/{id}/acts': {
    needs: 'findings:read',
    own: () => `/v1/findings/${NORTH.F1}/acts`,
    foreign: () => `/v1/findings/${SOUTH}/acts`,
    answers: 200,
  },
  'get /v1/samples': { needs: 'findings:judge', own: () => '/v1/samples', answers: 200 },
  'get /v1/analytics': { needs: 'findings:read', own: () => '/v1/analytics', answers: 200 },
  'get /v1/analytics/{measure}': {
    needs: 'findings:read',
    own: () => '/v1/analytics/findings?by=rule',
    foreign: () => '/v1/analytics/findings?tenant=south',
    answers: 200,
  },
  'get /v1/analytics/{measure}/rows': {
    needs: 'findings:read',
    own: () => '/v1/analytics/findings/rows',
    foreign: () => '/v1/analytics/findings/rows?tenant=south',
    answers: 200,
  },
  // No one has decided it.
  'get /v1/findings/{id}/case': {
    needs: 'documents:read',
    own: () => `/v1/findings/${NORTH.F1}/case`,
    foreign: () => `/v1/findings/${SOUTH}/case`,
    answers: 409,
  },
  'post /v1/findings:bulk': { needs: 'findings:lead', own: () => '/v1/findings:bulk', body: {}, answers: 422 },
  'post /v1/acts:undo': { needs: 'findings:judge', own: () => '/v1/acts:undo', body: {}, answers: 422 },
  'post /v1/claims/{tenant}/{claimId}:take': ofClaim(':take', 'findings:judge'),
  'post /v1/claims/{tenant}/{claimId}:release': ofClaim(':release', 'findings:judge'),
  'post /v1/claims/{tenant}/{claimId}:reassign': ofClaim(':reassign', 'findings:lead', { to: 'ben' }),
  'get /v1/work': {
    needs: 'findings:read',
    own: () => '/v1/work',
    foreign: () => '/v1/work?tenant=south',
    answers: 200,
  },
  'get /v1/work:count': { needs: 'findings:read', own: () => '/v1/work:count', answers: 200 },
  'post /v1/work:take-next': {
    needs: 'findings:judge',
    own: () => '/v1/work:take-next',
    body: { actId: NEW_ID },
    answers: 200,
  },
  'get /v1/views': { needs: 'findings:read', own: () => '/v1/views', answers: 200 },
  'post /v1/views': { needs: 'findings:read', own: () => '/v1/views', body: {}, answers: 422 },
  'put /v1/views/{id}': { needs: 'findings:read', own: () => `/v1/views/${NO_QUERY}`, body: {}, answers: 422 },
  'delete /v1/views/{id}': { needs: 'findings:read', own: () => `/v1/views/${NO_QUERY}`, answers: 404 },
  'get /v1/queries': { needs: 'findings:read', own: () => '/v1/queries', answers: 200 },
  'post /v1/queries': { needs: 'queries:write', own: () => '/v1/queries', body: {}, answers: 422 },
  'post /v1/queries:lint': { needs: 'queries:write', own: () => '/v1/queries:lint', body: {}, answers: 422 },
  'get /v1/queries/{id}': { needs: 'findings:read', own: () => `/v1/queries/${NO_QUERY}`, answers: 404 },
  'put /v1/queries/{id}': { needs: 'queries:write', own: () => `/v1/queries/${NO_QUERY}`, body: {}, answers: 422 },
  'post /v1/queries/{id}:send': {
    needs: 'queries:write',
    own: () => `/v1/queries/${NO_QUERY}:send`,
    body: { actId: NEW_ID },
    answers: 404,
  },
  'post /v1/queries/{id}:remind': {
    needs: 'queries:write',
    own: () => `/v1/queries/${NO_QUERY}:remind`,
    body: { actId: NEW_ID },
    answers: 404,
  },
  'post /v1/queries/{id}:escalate': {
    needs: 'queries:write',
    own: () => `/v1/queries/${NO_QUERY}:escalate`,
    body: { actId: NEW_ID },
    answers: 404,
  },
  'post /v1/queries/{id}:close': {
    needs: 'queries:write',
    own: () => `/v1/queries/${NO_QUERY}:close`,
    body: { actId: NEW_ID },
    answers: 404,
  },
  'post /v1/queries/{id}/answer': {
    needs: 'queries:answer',
    own: () => `/v1/queries/${NO_QUERY}/answer`,
    body: { actId: NEW_ID, answer: 'Yes' },
    answers: 404,
  },
  'get /v1/corrections/outcomes': {
    needs: 'findings:read',
    own: () => '/v1/corrections/outcomes?by=rule',
    answers: 200,
  },
  'get /v1/corrections/unchanged': {
    needs: 'findings:read',
    own: () => '/v1/corrections/unchanged?days=5',
    answers: 200,
  },
  'get /v1/release-policy': { needs: 'settings:read', own: () => '/v1/release-policy', answers: 200 },
  'put /v1/release-policy': { needs: 'settings:write', own: () => '/v1/release-policy', body: {}, answers: 422 },
  'get /v1/reason-codes': { needs: 'settings:read', own: () => '/v1/reason-codes', answers: 200 },
  'put /v1/reason-codes': { needs: 'settings:write', own: () => '/v1/reason-codes', body: {}, answers: 422 },
  'get /v1/ranking': { needs: 'settings:read', own: () => '/v1/ranking', answers: 200 },
  'put /v1/ranking': { needs: 'settings:write', own: () => '/v1/ranking', body: {}, answers: 422 },
  'get /v1/bill-hold': { needs: 'findings:read', own: () => '/v1/bill-hold', answers: 200 },
  'put /v1/bill-hold': { needs: 'settings:write', own: () => '/v1/bill-hold', body: {}, answers: 422 },
  'get /v1/retention': { needs: 'retention:read', own: () => '/v1/retention', answers: 200 },
  'put /v1/retention': { needs: 'retention:write', own: () => '/v1/retention', body: {}, answers: 422 },
  'get /v1/legal-holds': { needs: 'retention:read', own: () => '/v1/legal-holds', answers: 200 },
  'post /v1/legal-holds': { needs: 'retention:write', own: () => '/v1/legal-holds', body: {}, answers: 422 },
  'post /v1/legal-holds/{id}:lift': {
    needs: 'retention:write',
    own: () => `/v1/legal-holds/${NO_QUERY}:lift`,
    body: { reason: 'over' },
    answers: 404,
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
  'get /v1/quarantine': {
    needs: 'quarantine:read',
    own: () => '/v1/quarantine',
    foreign: () => '/v1/quarantine?tenant=south',
    answers: 200,
  },
  'get /v1/quarantine/{id}': ofQuarantined('?purpose=operations', 'quarantine:read', 200),
  // The claim would be quarantined again.
  'put /v1/quarantine/{id}': ofQuarantined('', 'quarantine:write', 422, { claim: {} }),
  'post /v1/quarantine/{id}:redrive': ofQuarantined(':redrive', 'quarantine:write', 409, {}),
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
