import { call, callOk, textAt } from './call.ts'
import { openWatch, type Watch } from './open-watch.ts'

/** A live session. */
export interface SignedIn {
  readonly id: string
  readonly cookie: string
}

/** A live session with one open stream, as of a browser with one tab. */
export interface OpenSession extends SignedIn {
  readonly watch: Watch
}

const password = 'correct horse battery'

/** Signs a user in, or up at the first call, and opens the stream of the new session. */
export async function openSession(url: string, email: string): Promise<OpenSession> {
  const session = await signIn(url, email)
  return { ...session, watch: await openWatch(url, session.cookie) }
}

/** Signs a user in, or up at the first call. */
export async function signIn(url: string, email: string): Promise<SignedIn> {
  const signedIn = await call(url, 'auth.signIn', { input: { email, password } })
  const { cookie } =
    signedIn.status === 200 ? signedIn : await callOk(url, 'auth.signUp', { input: { email, password, name: 'Ada' } })
  if (cookie === null) throw new Error('the sign-in set no cookie')
  const id = textAt((await callOk(url, 'auth.me', { cookie })).data, 'session', 'id')
  if (id === null) throw new Error('auth.me returned no session')
  return { id, cookie }
}
