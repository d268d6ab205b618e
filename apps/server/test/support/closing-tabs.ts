import { expect } from 'vitest'
import { ada, type Visitor } from './test-server.ts'

/** What signs users in: a server, wherever it runs. */
interface VisitedServer {
  readonly visitor: () => Visitor
}

/**
 * Signs a user in at one server, opens a tab there, and ends that session at another one; returns after how many
 * milliseconds the tab heard of it.
 *
 * @param owner a browser of {@link ada} at the other server
 */
export async function timeToClose(owner: Visitor, server: VisitedServer): Promise<number> {
  const phone = server.visitor()
  expect((await phone.mutate('auth.signIn', { email: ada.email, password: ada.password })).status).toBe(200)
  const { id } = (await phone.query('auth.me')).body.result.data.session
  const headers = { Accept: 'text/event-stream', Cookie: phone.cookie ?? '' }
  const tab = await fetch(`${phone.url}/trpc/sessions.watch`, { headers })
  expect(tab.status).toBe(200)
  const text = tab.text()
  const since = performance.now()
  expect((await owner.mutate('sessions.end', { id })).status).toBe(200)
  expect(await text).toContain('ended_by_user')
  return performance.now() - since
}
