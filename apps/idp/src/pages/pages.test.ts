import { afterAll, beforeAll, expect, it } from 'vitest'
import { locationOf } from '../../test/support/test-browser.ts'
import { TestClient } from '../../test/support/test-client.ts'
import { accounts } from '../accounts.ts'
import { faults, faultsAt } from '../faults/faults.ts'
import { firstProviderIds, providerIds, providerNames } from '../provider-id.ts'
import { type RunningIdp, startIdp } from '../start-idp.ts'
import { html } from './html.ts'

let idp: RunningIdp
beforeAll(async () => {
  idp = await startIdp({ host: '127.0.0.1', port: 0, redirectTo: null })
})
afterAll(() => idp.close())

it.each(firstProviderIds)(
  'the page of %s offers each account and each fault once, and says that it is local',
  async (id) => {
    const client = new TestClient(idp.url, id)
    const response = await client.browser.get(locationOf(await client.browser.get(client.authorizeUrl())).href)
    const page = await response.text()
    expect(page).toContain(`<title>${providerNames[id]} (local)</title>`)
    expect(page).toContain('A local stand-in')
    expect(page).toContain('http://localhost:4321')
    const people = valuesOf(page, /class="person"[^>]*?value="([^"]+)"/gs)
    expect(people).toEqual(accounts.map((account) => account.id))
    const radios = valuesOf(page, /type="radio"[^>]*?value="([^"]+)"/gs)
    const offered = faultsAt(id).map((fault) => fault.id)
    expect(radios).toHaveLength(offered.length)
    expect(new Set(radios)).toEqual(new Set(offered))
    expect(page.match(/checked/g)).toHaveLength(1)
    // The failures are folded, and the people are not.
    expect(page.indexOf('class="person"')).toBeLessThan(page.indexOf('<details>'))
    expect(page.indexOf('type="radio"')).toBeGreaterThan(page.indexOf('<details>'))
    expect(page).not.toContain('<style')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  },
)

function valuesOf(page: string, pattern: RegExp): readonly (string | undefined)[] {
  return Array.from(page.matchAll(pattern), ([, value]) => value)
}

it('the index names each provider, account and fault', async () => {
  const page = await (await fetch(idp.url)).text()
  for (const id of providerIds) expect(page).toContain(`${idp.url}/${id}`)
  for (const { name } of accounts) expect(page).toContain(name)
  for (const { id } of faults) expect(page).toContain(`<code>${id}</code>`)
})

it('sends the stylesheet, and 404 for an unknown path', async () => {
  expect((await fetch(`${idp.url}/style.css`)).headers.get('content-type')).toContain('text/css')
  for (const path of ['/nothing', '/google', '/google/nothing', '/github/nothing', '/google/interaction/unknown']) {
    expect((await fetch(`${idp.url}${path}`)).status).toBe(404)
  }
})

it('escapes its parts', () => {
  expect(html`<p>${'<b title="x">&'}</p>`.text).toBe('<p>&lt;b title=&quot;x&quot;&gt;&amp;</p>')
})
