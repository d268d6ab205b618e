import { call, callOk, textAt } from './call.ts'
import { openWatch, type Watch } from './open-watch.ts'

/** A signed-in browser with one tab open. */
export interface OpenSession {
  readonly id: string
  readonly cookie: string
  readonly watch: Watch
}

const password = 'correct horse battery'

/** Signs in somebody, who is signed up the first time, and opens their stream. */
export async function openSession(url: string, email: string): Promise<OpenSession> {
  const known = await call(url, 'auth.signIn', { input: { email, password } })
  const { cookie } =
    known.status === 200 ? known : await callOk(url, 'auth.signUp', { input: { email, password, name: 'Ada' } })
  if (cookie === null) throw new Error('signing in set no cookie')
  const id = textAt((await callOk(url, 'auth.me', { cookie })).data, 'session', 'id')
  if (id === null) throw new Error('auth.me named no session')
  return { id, cookie, watch: await openWatch(url, cookie) }
}
