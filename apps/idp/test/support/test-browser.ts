interface Cookie {
  readonly name: string
  readonly value: string
  readonly path: string
}

/** A browser with cookies, as far as these pages need one. It follows no redirect by itself. */
export class TestBrowser {
  readonly #cookies = new Map<string, Cookie>()

  async get(url: string): Promise<Response> {
    return this.#send(url, {})
  }

  async submit(url: string, fields: Record<string, string>): Promise<Response> {
    return this.#send(url, { method: 'POST', body: new URLSearchParams(fields) })
  }

  cookieNames(): string[] {
    return [...this.#cookies.values()].map(({ name }) => name)
  }

  async #send(url: string, init: RequestInit): Promise<Response> {
    const { pathname } = new URL(url)
    const sent = [...this.#cookies.values()].filter(({ path }) => pathname.startsWith(path))
    const cookie = sent.map(({ name, value }) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { ...init, redirect: 'manual', headers: cookie === '' ? {} : { cookie } })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    return response
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ')
    const [name = '', value = ''] = pair.split('=')
    const path = attributes.find((attribute) => attribute.startsWith('path='))?.slice('path='.length) ?? '/'
    if (value === '') this.#cookies.delete(`${path} ${name}`)
    else this.#cookies.set(`${path} ${name}`, { name, value, path })
  }
}

/** Returns the absolute URL of a redirect. */
export function locationOf(response: Response): URL {
  return new URL(response.headers.get('location') ?? 'about:no-location', response.url)
}
