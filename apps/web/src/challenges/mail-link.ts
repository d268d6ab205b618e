import { confirmPath, undoEmailChangePath } from './challenge-paths.ts'

interface Address {
  readonly pathname: string
  readonly hash: string
}

const linkPaths: ReadonlySet<string> = new Set([confirmPath, undoEmailChangePath])

const tokenShape = /^#([A-Za-z0-9_-]{43})$/

let token: string | null = null

/**
 * Takes the token of a mailed link out of the address bar and the history, where it would stay visible, and keeps it in this
 * document: the user may have to sign in before it is used. Called before the router exists, and when the user opens another
 * link in the same tab.
 */
export function takeLinkToken({ pathname, hash }: Address, history: Pick<History, 'replaceState'>): void {
  if (hash === '' || !linkPaths.has(pathname.replace(/\/$/, '').toLowerCase())) return
  history.replaceState(null, '', pathname)
  token = tokenShape.exec(hash)?.[1] ?? null
}

/** Returns the token of the link that this document was opened with last; `null` without one, and of one that is not whole. */
export function linkToken(): string | null {
  return token
}
