import { afterAll, beforeAll, expect, it } from 'vitest'
import { behaviours, behavioursAt } from '../behaviours/behaviours.ts'
import { people } from '../people.ts'
import { providerIds, providerNames } from '../provider-id.ts'
import { type RunningIdp, startIdp } from '../start-idp.ts'
import { locationOf } from '../testing-browser.ts'
import { TestClient } from '../testing-sign-in.ts'
import { html } from './html.ts'

let idp: RunningIdp
beforeAll(async () => {
  idp = await startIdp({ host: '127.0.0.1', port: 0, redirectTo: null })
})
afterAll(() => idp.close())

it.each(providerIds)('the page of %s offers each person and behaviour once, and says that it is local', async (id) => {
  const asked = new TestClient(idp.url, id)
  const response = await asked.browser.get(locationOf(await asked.browser.get(asked.authorizeUrl())).href)
  const page = await response.text()
  expect(page).toContain(`<title>${providerNames[id]} (local)</title>`)
  expect(page).toContain('A local stand-in')
  expect(page).toContain('http://localhost:4321')
  const radios = [...page.matchAll(/type="radio"[^>]*?value="([^"]+)"/gs)].map(([, value]) => value)
  const offered = [...people, ...behavioursAt(id)].map((one) => one.id)
  expect(radios).toHaveLength(offered.length)
  expect(new Set(radios)).toEqual(new Set(offered))
  expect(page.match(/checked/g)).toHaveLength(2)
  expect(page).not.toContain('<style')
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
})

it('the index names everything', async () => {
  const page = await (await fetch(idp.url)).text()
  for (const id of providerIds) expect(page).toContain(`${idp.url}/${id}`)
  for (const { name } of people) expect(page).toContain(name)
  for (const { id } of behaviours) expect(page).toContain(`<code>${id}</code>`)
})

it('sends its style, and 404 for anything unknown', async () => {
  expect((await fetch(`${idp.url}/style.css`)).headers.get('content-type')).toContain('text/css')
  for (const path of ['/nothing', '/google', '/google/nothing', '/github/nothing', '/google/interaction/unknown']) {
    expect((await fetch(`${idp.url}${path}`)).status).toBe(404)
  }
})

it('escapes what it is given', () => {
  expect(html`<p>${'<b title="x">&'}</p>`.text).toBe('<p>&lt;b title=&quot;x&quot;&gt;&amp;</p>')
})
