import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { serveDecisions } from '../../../../test/decisions/decisions-api.js'
import type { DecisionsApi } from '../../../../test/decisions/decisions-api.js'

let api: DecisionsApi
beforeAll(async () => {
  api = await serveDecisions('retention')
})
afterAll(() => api.close())

const PIA = 'pia compliance'

it('is for good until the tenant says otherwise', async () => {
  expect((await api.ask('GET', 'retention', PIA)).body).toEqual({ documentDays: null, resultDays: null })
  const kept = { documentDays: 730, resultDays: null }
  expect(await api.ask('PUT', 'retention', PIA, kept)).toEqual({ status: 200, body: kept })
  expect((await api.ask('GET', 'retention', PIA)).body).toEqual(kept)
  expect((await api.ask('GET', 'retention', 'eve compliance other')).body).toMatchObject({ documentDays: null })
  expect((await api.ask('PUT', 'retention', PIA, { documentDays: 0, resultDays: null })).status).toBe(422)
})

it('has holds, which are placed and lifted with a reason and are in the access log', async () => {
  const holdId = '3f0e4b5e-9d0b-4a3c-8e1f-6a100c7c2f5e'
  const hold = { holdId, claimId: 'C-1', reason: 'Subpoena' }
  expect(await api.ask('POST', 'legal-holds', PIA, hold)).toMatchObject({
    status: 201,
    body: { ...hold, placedBy: 'pia', lifted: null },
  })
  expect((await api.ask('POST', 'legal-holds', PIA, { ...hold, claimId: 'C-2' })).status).toBe(409)
  expect((await api.ask('GET', 'legal-holds?claim=C-1', PIA)).body).toMatchObject({ items: [{ holdId }] })
  expect((await api.ask('POST', `legal-holds/${holdId}:lift`, PIA, {})).status).toBe(422)
  expect(await api.ask('POST', `legal-holds/${holdId}:lift`, PIA, { reason: 'Closed' })).toMatchObject({
    status: 200,
    body: { lifted: { by: 'pia', reason: 'Closed' } },
  })
  expect((await api.ask('GET', 'legal-holds', PIA)).body).toEqual({ items: [] })
  expect((await api.ask('GET', 'legal-holds?all=true', PIA)).body).toMatchObject({ items: [{ holdId }] })
  expect((await api.ask('GET', 'legal-holds?all=maybe', PIA)).status).toBe(400)
  const logged = await api.ledger.query(`select person, claims from access_log where act = 'legal-hold'`)
  expect(logged).toEqual([
    { person: 'pia', claims: ['C-1'] },
    { person: 'pia', claims: ['C-1'] },
  ])
})
