import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { serveDecisions } from '../../../../test/decisions/decisions-api.js'
import type { DecisionsApi } from '../../../../test/decisions/decisions-api.js'

let api: DecisionsApi
beforeAll(async () => {
  api = await serveDecisions('views')
})
afterAll(() => api.close())

const VIEW = { name: 'By money', scope: 'mine', query: 'payer=P1&sort=-impact', columns: ['dueDate', 'claimId'] }

const save = async (caller: string, more: object = {}) => {
  const { status, body } = await api.ask('POST', 'views', caller, { ...VIEW, ...more })
  return { status, body, id: (body as { viewId: string }).viewId }
}
const names = async (caller: string): Promise<string[]> =>
  ((await api.ask('GET', 'views', caller)).body as { items: { name: string }[] }).items.map(({ name }) => name)

describe('a saved view', () => {
  it('of one\u2019s own is seen, changed and removed by no one else', async () => {
    const { status, body, id } = await save('ann', { name: 'own' })
    expect({ status, body }).toMatchObject({ status: 201, body: { ...VIEW, name: 'own', version: 1, owner: 'ann' } })
    expect(await names('ann')).toContain('own')
    expect(await names('bob')).not.toContain('own')
    expect(await api.ask('DELETE', `views/${id}`, 'lea lead')).toMatchObject({ status: 404 })
    expect(await api.ask('DELETE', `views/${id}`, 'ann')).toEqual({ status: 204, body: undefined })
    expect(await names('ann')).not.toContain('own')
    expect(await api.ask('DELETE', `views/${id}`, 'ann')).toMatchObject({ status: 404 })
  })

  it('of the team is seen by all of the tenant, and changed by its owner and leads', async () => {
    const { id } = await save('ann', { name: 'team', scope: 'team' })
    expect(await names('bob')).toContain('team')
    expect(await names('eve auditor other')).toEqual([])
    const change = { ...VIEW, name: 'team', scope: 'team', version: 1 }
    expect(await api.ask('PUT', `views/${id}`, 'bob', change)).toMatchObject({ status: 403 })
    expect(await api.ask('PUT', `views/${id}`, 'eve lead other', change)).toMatchObject({ status: 404 })
    expect(await api.ask('PUT', `views/${id}`, 'lea lead', change)).toMatchObject({
      status: 200,
      body: { version: 2, owner: 'ann', changedBy: 'lea' },
    })
  })

  it('that is standard is made by leads', async () => {
    expect(await save('ann', { scope: 'standard' })).toMatchObject({ status: 403 })
    expect(await save('lea lead', { name: 'standard', scope: 'standard' })).toMatchObject({ status: 201 })
    expect(await names('ann')).toContain('standard')
  })

  it('cannot be made standard by who may not, nor changed at a version that is not the newest', async () => {
    const { id } = await save('ann')
    const put = (more: object) => api.ask('PUT', `views/${id}`, 'ann', { ...VIEW, ...more })
    expect(await put({ scope: 'standard', version: 1 })).toMatchObject({ status: 403 })
    expect(await put({})).toMatchObject({ status: 422, body: { errors: [{ pointer: '/version' }] } })
    expect(await put({ name: 'second', version: 1 })).toMatchObject({ status: 200, body: { version: 2 } })
    expect(await put({ name: 'third', version: 1 })).toMatchObject({ status: 409, body: { code: 'another-version' } })
  })

  it.each([
    ['sort=amount', 'sort'],
    ['nonsense=1', 'nonsense'],
    ['cursor=x', 'cursor'],
    ['rule=a&rule=b', 'rule'],
  ])('is refused for the query %s', async (query, keyword) =>
    expect(await save('ann', { query })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/query', keyword }] },
    }),
  )

  it.each([
    { columns: ['nonsense'] },
    { columns: [] },
    { columns: ['state', 'state'] },
    { name: '' },
    { name: 'a\u0000' },
    { scope: 'all' },
  ])('is refused for %j', async (more) => expect(await save('ann', more)).toMatchObject({ status: 422 }))
})
