import { isProviderId } from '../providers/provider-id.ts'

/** Stands in for this app's origin; nothing is ever sent to it. */
const base = 'http://app.invalid'

/** What the addresses of single events begin with. */
export const eventsPath = '/events/'

/** What a user is about to do who has to sign in first. */
export type SignInPurpose =
  /** An authorization request. `clientId` is whom it names, unverified; `null` where that is unclear. */
  | { readonly kind: 'app'; readonly clientId: string | null }
  /** A user code. It isn't looked up: a signed-out visitor must not learn which codes exist. */
  | { readonly kind: 'device' }
  | { readonly kind: 'connection'; readonly provider: string }
  /** An event that a mail has told of. */
  | { readonly kind: 'event' }

/** Returns what the path to return to is for, as far as signing in has a reason of its own; `null` for other paths. */
export function signInPurpose(returnTo: string): SignInPurpose | null {
  const url = URL.parse(returnTo, base)
  if (url === null) return null
  switch (url.pathname.replace(/\/$/, '')) {
    case '/oauth/authorize': {
      const [clientId = null, ...others] = url.searchParams.getAll('client_id')
      return { kind: 'app', clientId: others.length === 0 ? clientId : null }
    }
    case '/device':
      return { kind: 'device' }
    case '/security':
    // Its earlier address.
    case '/sign-in-methods': {
      const provider = url.searchParams.get('connect')
      return isProviderId(provider) ? { kind: 'connection', provider } : null
    }
    default:
      return url.pathname.startsWith(eventsPath) ? { kind: 'event' } : null
  }
}
