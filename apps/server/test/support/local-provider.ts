import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { localProviderVariables, offeredLocally, providerDefinitions } from '@latchkey/auth'

const main = fileURLToPath(new URL('../../../idp/src/main.ts', import.meta.url))

/** The account that signs in at the provider, and the fault of its responses. A `login` creates a new account. */
export interface Choice {
  readonly person?: string
  readonly login?: string
  readonly fault?: string
}

export interface LocalProvider {
  readonly url: string
  /** The variables that make a server use it, as Google, GitHub and "Example ID". */
  readonly env: Readonly<Record<string, string>>
  /** The same for every provider that there is a preset for. */
  readonly presetEnv: Readonly<Record<string, string>>
  /** How often something was sent where a redirecting token endpoint points. */
  readonly hitsElsewhere: () => Promise<number>
  readonly visit: typeof visit
  readonly stop: () => void
}

/** The local provider, as a process of its own on a port of its own. */
export async function startLocalProvider(): Promise<LocalProvider> {
  const child = spawn(process.execPath, [main], { stdio: ['ignore', 'pipe', 'inherit'], env: { PORT: '0' } })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const found = /"url":"([^"]+)"/.exec(chunk.toString())?.[1]
      if (found !== undefined) resolve(found)
    })
    child.on('close', (code) => reject(new Error(`the provider ended with ${code}`)))
  })
  return {
    url,
    env: localProviderVariables(url, offeredLocally),
    presetEnv: localProviderVariables(url, providerDefinitions),
    hitsElsewhere: async () => {
      const { hits } = (await (await fetch(`${url}/elsewhere`)).json()) as { hits: number }
      return hits
    },
    visit,
    stop: () => void child.kill('SIGTERM'),
  }
}

/**
 * Follows an authorization request to any local provider like a browser, and returns the address of the redirect back. The
 * fields of a form that is posted instead are its query.
 */
export async function visit(
  authorizationUrl: string,
  { person = 'ada', login, fault = 'normal' }: Choice,
): Promise<URL> {
  const cookies = new Map<string, string>()
  const go = async (url: URL, form?: URLSearchParams): Promise<URL> => {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    })
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      cookies.set(name, value)
    }
    const location = response.headers.get('Location')
    if (location !== null) return new URL(location, url)
    const page = await response.text()
    const posted = readCallbackForm(page)
    if (posted === null) throw new Error(`${response.status} at ${url.pathname}: ${page}`)
    return posted
  }
  const interaction = await go(new URL(authorizationUrl))
  let next = await go(
    interaction,
    new URLSearchParams({ ...(login === undefined ? { person } : { login }), behaviour: fault }),
  )
  while (next.origin === interaction.origin) next = await go(next)
  return next
}

/** Returns where a page posts its hidden fields, with those as its query; `null` for a page without any. */
function readCallbackForm(page: string): URL | null {
  const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1]
  if (action === undefined) return null
  const url = new URL(action)
  for (const [, name = '', value = ''] of page.matchAll(/type="hidden"\s+name="([^"]*)"\s+value="([^"]*)"/g)) {
    url.searchParams.append(name, value.replaceAll('&quot;', '"').replaceAll('&amp;', '&'))
  }
  return url
}
