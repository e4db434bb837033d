/** As much of a browser as signing in needs: cookies by host, redirects by hand. */
export class Browser {
  private readonly jar = new Map<string, Map<string, string>>()

  async ask(url: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> {
    const host = new URL(url).host
    const cookies = this.jar.get(host) ?? new Map<string, string>()
    this.jar.set(host, cookies)
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...(cookie !== '' && { cookie }), ...init.headers }
    const answer = await fetch(url, { redirect: 'manual', ...init, headers })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = '', ...rest] = line.split('; ')
      const at = pair.indexOf('=')
      const isOver = rest.some((each) => /^expires=thu, 01 jan 1970/i.test(each))
      if (isOver) cookies.delete(pair.slice(0, at))
      else cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return answer
  }

  /** Goes on from an answer for as long as it redirects; the last answer, and where it came from. */
  async follow(answer: Response, from: string): Promise<{ answer: Response; url: string }> {
    for (let url = from, last = answer; ;) {
      const to = last.headers.get('location')
      if (to === null) return { answer: last, url }
      await last.arrayBuffer()
      url = new URL(to, url).href
      last = await this.ask(url)
    }
  }

  cookie(url: string, name: string): string | undefined {
    return this.jar.get(new URL(url).host)?.get(name)
  }

  setCookie(url: string, name: string, value: string): void {
    const host = new URL(url).host
    this.jar.set(host, (this.jar.get(host) ?? new Map<string, string>()).set(name, value))
  }
}

/** Who was signed in at the provider before is signed out there first, by a form that its page sends by itself. */
async function afterAnother(
  browser: Browser,
  { answer, url }: { answer: Response; url: string },
): Promise<{ answer: Response; url: string }> {
  if (answer.headers.get('content-type')?.startsWith('text/html') !== true) return { answer, url }
  const page = await answer.text()
  const action = new URL(/action="([^"]+)"/.exec(page)?.[1] ?? '', url).href
  const fields = [...page.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(
    ([, name = '', value = '']): [string, string] => [name, value],
  )
  return browser.follow(await browser.ask(action, { method: 'POST', body: new URLSearchParams(fields) }), action)
}

/** Signs a demo person in at an api; its answer of /auth/me. */
export async function signIn(browser: Browser, api: string, person: string): Promise<{ csrf: string; tenant: string }> {
  const start = `${api}/auth/sign-in?to=/auth/me`
  const { answer: page, url } = await browser.follow(await browser.ask(start), start)
  if (page.status !== 200) throw new Error(`no page of people: ${page.status} at ${url}: ${await page.text()}`)
  await page.arrayBuffer()
  const body = new URLSearchParams({ person })
  const chosen = await browser.follow(await browser.ask(url, { method: 'POST', body }), url)
  const { answer, url: last } = await afterAnother(browser, chosen)
  if (answer.status !== 200) throw new Error(`not signed in: ${answer.status} at ${last}: ${await answer.text()}`)
  return (await answer.json()) as { csrf: string; tenant: string }
}
