import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import { freePort } from '@claims-audit/stack'
import { freshLedger } from '../fresh-database.js'
import { ServiceProcess } from '../operations/service-process.js'
import { Browser, signIn } from './browser.js'

const COOKIE = 'claims-audit'
let [api, demo]: ServiceProcess[] = []
let [url, demoUrl, databaseUrl] = ['', '', '']
let database: pg.Client

beforeAll(async () => {
  databaseUrl = await freshLedger(process.env['DATABASE_URL'] ?? '', 'people')
  database = new pg.Client({ connectionString: databaseUrl })
  await database.connect()
  const port = String(await freePort())
  demo = new ServiceProcess('demo-people', { API_PORT: port })
  demoUrl = await demo.listening()
  api = new ServiceProcess('api', {
    DATABASE_URL: databaseUrl,
    PORT: port,
    DEMO_ISSUER: demoUrl,
    SIGN_INS_PER_MINUTE: '1000',
    SESSION_IDLE_MINUTES: '1',
  })
  url = await api.listening()
})
afterAll(async () => {
  await database.end()
  await Promise.all([api?.stop(), demo?.stop()])
})

const findings = (browser: Browser): Promise<number> => browser.ask(`${url}/v1/findings`).then(({ status }) => status)
const post = (browser: Browser, path: string, headers: Record<string, string> = {}, body?: object): Promise<Response> =>
  browser.ask(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })
const logged = async (person: string): Promise<string[]> =>
  (await database.query('select act from access_log where person = $1 order by at', [person])).rows.map(({ act }) =>
    String(act),
  )

describe('a person who signs in', () => {
  it('comes back with a session, and is signed out for good', async () => {
    const browser = new Browser()
    const me = await signIn(browser, url, 'ana')
    expect(me).toMatchObject({
      person: 'ana',
      roles: ['auditor'],
      tenant: 'sample',
      tenants: ['sample'],
      facilities: null,
    })
    expect(await findings(browser)).toBe(200)
    const old = browser.cookie(url, COOKIE) as string
    const answer = await post(browser, '/auth/sign-out', { 'x-csrf': me.csrf })
    expect(answer.status).toBe(200)
    expect(((await answer.json()) as { goesTo: string }).goesTo).toContain(demoUrl)
    browser.setCookie(url, COOKIE, old)
    expect(await findings(browser)).toBe(401)
    expect(await logged('ana')).toEqual(['sign-in', 'list', 'sign-out'])
  })

  it('gets a new secret, whatever a stranger put into the browser before', async () => {
    const browser = new Browser()
    const fixed = 'A'.repeat(43)
    browser.setCookie(url, COOKIE, fixed)
    await signIn(browser, url, 'ana')
    const first = browser.cookie(url, COOKIE)
    expect(first).not.toBe(fixed)
    // A second sign-in ends the first session.
    await signIn(browser, url, 'rita')
    const stolen = new Browser()
    stolen.setCookie(url, COOKIE, first as string)
    expect([await findings(stolen), await findings(browser)]).toEqual([401, 200])
  })

  it('leaves no secret in the database', async () => {
    const browser = new Browser()
    const { csrf } = await signIn(browser, url, 'ana')
    const { rows } = await database.query('select to_jsonb(s)::text as row from session s')
    const held = rows.map(({ row }) => String(row)).join()
    expect(held).not.toContain(browser.cookie(url, COOKIE) as string)
    expect(held).not.toContain(csrf)
  })

  it('has to sign in again after doing nothing, and after the longest time', async () => {
    for (const column of ['seen_at', 'began_at']) {
      const browser = new Browser()
      await signIn(browser, url, 'cody')
      await database.query(`update session set ${column} = now() - interval '9 hours' where subject = 'cody'`)
      expect(await findings(browser)).toBe(401)
    }
  })

  it('of several tenants picks one, and no other', async () => {
    const browser = new Browser()
    const { csrf, tenant } = await signIn(browser, url, 'lee')
    expect(tenant).toBeNull()
    expect(await findings(browser)).toBe(403)
    expect((await post(browser, '/auth/tenant', { 'x-csrf': csrf }, { tenant: 'foreign' })).status).toBe(403)
    const before = browser.cookie(url, COOKIE)
    const picked = await post(browser, '/auth/tenant', { 'x-csrf': csrf }, { tenant: 'elsewhere' })
    expect(await picked.json()).toMatchObject({ tenant: 'elsewhere' })
    expect(browser.cookie(url, COOKIE)).not.toBe(before)
    expect(await findings(browser)).toBe(200)
    expect((await browser.ask(`${url}/v1/findings?tenant=sample`)).status).toBe(403)
    expect((await browser.ask(`${url}/v1/claims/sample/C`)).status).toBe(404)
    expect(await logged('lee')).toContain('denied')
  })
})

describe('a sign-in', () => {
  it('is finished by the browser that began it, once', async () => {
    const [victim, attacker] = [new Browser(), new Browser()]
    const start = `${url}/auth/sign-in`
    const { url: page } = await attacker.follow(await attacker.ask(start), start)
    const chosen = await attacker.ask(page, { method: 'POST', body: new URLSearchParams({ person: 'ana' }) })
    const back = await attacker.ask(new URL(chosen.headers.get('location') ?? '', page).href)
    const callback = back.headers.get('location') as string
    expect(callback).toContain('/auth/callback?code=')
    // The attacker's link, opened by another (RFC 6749, 10.12).
    expect((await victim.ask(callback)).status).toBe(401)
    const state = attacker.cookie(url, `${COOKIE}-state`) as string
    expect((await attacker.ask(callback)).status).toBe(303)
    attacker.setCookie(url, `${COOKIE}-state`, state)
    expect((await attacker.ask(callback)).status).toBe(401)
  })

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:1'])(
    'leads back to a path of the api, not to %s',
    async (to) => {
      const browser = new Browser()
      const start = `${url}/auth/sign-in?${new URLSearchParams({ to })}`
      const { url: page } = await browser.follow(await browser.ask(start), start)
      const chosen = await browser.ask(page, { method: 'POST', body: new URLSearchParams({ person: 'ana' }) })
      const back = await browser.ask(new URL(chosen.headers.get('location') ?? '', page).href)
      const done = await browser.ask(back.headers.get('location') as string)
      expect([done.status, done.headers.get('location')]).toEqual([303, '/'])
    },
  )

  it('asks for PKCE at the provider', async () => {
    const query = new URLSearchParams({
      client_id: 'claims-audit',
      response_type: 'code',
      scope: 'openid',
      redirect_uri: `${url}/auth/callback`,
    })
    const answer = await new Browser().ask(`${demoUrl}/auth?${query}`)
    expect(answer.headers.get('location') ?? '').toContain('error=invalid_request')
  })
})

describe('a page of another site', () => {
  it('can do nothing by the cookie of who is signed in', async () => {
    const browser = new Browser()
    const { csrf } = await signIn(browser, url, 'adam')
    const own = { 'x-csrf': csrf, origin: url, 'sec-fetch-site': 'same-origin' }
    for (const headers of [
      {},
      { ...own, 'x-csrf': 'A'.repeat(43) },
      { ...own, 'sec-fetch-site': 'cross-site' },
      { ...own, 'sec-fetch-site': 'same-site' },
      { ...own, origin: 'https://evil.example' },
      { ...own, origin: 'null' },
    ] as Record<string, string>[])
      expect((await post(browser, '/auth/sign-out', headers)).status).toBe(403)
    expect((await browser.ask(`${url}/auth/me`)).status).toBe(200)
    expect((await post(browser, '/auth/sign-out', own)).status).toBe(200)
  })

  it('is not a program, and reads nothing without signing in', async () => {
    for (const headers of [{ 'sec-fetch-site': 'none' }, { 'sec-fetch-site': 'same-origin' }, { cookie: 'a=b' }])
      expect((await fetch(`${url}/v1/findings`, { headers })).status).toBe(401)
    expect((await fetch(`${url}/v1/findings`)).status).toBe(200)
  })
})

describe('who may not', () => {
  it('is told so, and it is noted', async () => {
    const browser = new Browser()
    const { csrf } = await signIn(browser, url, 'adam')
    expect(await findings(browser)).toBe(403)
    expect((await browser.ask(`${url}/v1/access-log`)).status).toBe(403)
    expect((await post(browser, '/v1/runs', { 'x-csrf': csrf }, { source: { kind: 'archive' } })).status).toBe(403)
    expect((await logged('adam')).filter((act) => act === 'denied')).toHaveLength(3)
  })

  it('is read by compliance, by person and to the end', async () => {
    const browser = new Browser()
    await signIn(browser, url, 'priya')
    const acts: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const query = new URLSearchParams({ person: 'adam', limit: '2', ...(cursor !== '' && { cursor }) })
      const answer = await browser.ask(`${url}/v1/access-log?${query}`)
      const page = (await answer.json()) as { items: { act: string }[]; cursor: string | null }
      acts.push(...page.items.map(({ act }) => act))
      cursor = page.cursor
    }
    expect(acts.sort()).toEqual((await logged('adam')).sort())
  })
})

describe('the provider', () => {
  it('ends sessions by itself', async () => {
    const browser = new Browser()
    await signIn(browser, url, 'fay')
    expect(await findings(browser)).toBe(200)
    const confirm = await browser.ask(`${demoUrl}/session/end?client_id=claims-audit`)
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(await confirm.text())?.[1] ?? ''
    await browser.ask(`${demoUrl}/session/end/confirm`, {
      method: 'POST',
      body: new URLSearchParams({ xsrf, logout: 'yes' }),
    })
    expect([await findings(browser), demo?.lines.filter((line) => line.includes('warn'))]).toEqual([401, []])
  })
})
