import { sessionStorageEntries } from '../storage/storage-entries.ts'

interface AuthorizationRequestBase {
  readonly provider: string
  /** A path of this app. */
  readonly returnTo: string
}

/** What this tab asked a provider for, without its secrets: those stay in a cookie and at the server. */
export type AuthorizationRequest =
  | (AuthorizationRequestBase & { readonly kind: 'sign_in'; readonly remember: boolean })
  | (AuthorizationRequestBase & { readonly kind: 'link' })
  | (AuthorizationRequestBase & { readonly kind: 'step_up' })

const key = 'latchkey-authorization-request'

/** Stores the request in this tab, so that "Try again" starts the same one. */
export function rememberAuthorizationRequest(request: AuthorizationRequest, entries = sessionStorageEntries): void {
  entries.write(key, JSON.stringify(request))
}

/** Returns the request to this provider that this tab started last, or `null`. */
export function lastAuthorizationRequest(
  provider: string,
  entries = sessionStorageEntries,
): AuthorizationRequest | null {
  const request = parseAuthorizationRequest(entries.read(key))
  return request?.provider === provider ? request : null
}

function parseAuthorizationRequest(text: string | null): AuthorizationRequest | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null')
    return isAuthorizationRequest(value) ? value : null
  } catch {
    return null
  }
}

function isAuthorizationRequest(value: unknown): value is AuthorizationRequest {
  if (typeof value !== 'object' || value === null) return false
  const { provider, returnTo, kind, remember } = value as Readonly<Record<string, unknown>>
  if (typeof provider !== 'string' || typeof returnTo !== 'string') return false
  return kind === 'link' || kind === 'step_up' || (kind === 'sign_in' && typeof remember === 'boolean')
}
