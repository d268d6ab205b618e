import { type ConnectionOptions, createClient, signOut } from '@latchkey/client'

/**
 * Prints who is signed in.
 *
 * @returns the exit code
 */
export async function whoami(options: ConnectionOptions): Promise<number> {
  const me = await createClient(options).auth.me.query()
  if (me === null) {
    console.error('Nobody is signed in. Sign in: latchkey login')
    return 1
  }
  console.log(`${me.user.name} <${me.user.email}>, in the session ${me.session.name}`)
  return 0
}

const notEnded =
  'Forgotten here, but not ended there: the server did not answer, or the file was broken. See its Access page.'

/**
 * Prints the sessions of the user, one a line, with a star at this one.
 *
 * @returns the exit code
 */
export async function sessions(options: ConnectionOptions): Promise<number> {
  const { current, others } = await createClient(options).sessions.list.query()
  for (const { id, name, lastSeenAt, ip } of [current, ...others]) {
    console.log([id === current.id ? '*' : ' ', name, lastSeenAt, ip ?? 'no address'].join('\t'))
  }
  return 0
}

/**
 * Signs out.
 *
 * @returns the exit code, which is 0 also if the server could not be reached
 */
export async function logout(options: ConnectionOptions): Promise<number> {
  const { revoked, wasSignedIn } = await signOut(options)
  console.log(revoked ? (wasSignedIn ? 'Signed out.' : 'Nobody was signed in.') : notEnded)
  return 0
}
