import type { GrantOptionsView } from '@latchkey/schema'

/** The grant with which a script signs in that has no browser of its own: `code` is the device flow. */
export type SignInGrant =
  | { readonly type: 'code'; readonly clientId: string }
  | { readonly type: 'password'; readonly clientId: string }
  | { readonly type: 'none' }

/** The client id of a script where no client is registered. */
const anyScript = 'my-script'

/** Returns the best grant that this server offers: with a code, the program never sees a password. */
export function signInGrant({ clients, password }: GrantOptionsView): SignInGrant {
  const withCode = clients.find(({ device }) => device)
  if (withCode !== undefined) return { type: 'code', clientId: withCode.id }
  return password ? { type: 'password', clientId: anyScript } : { type: 'none' }
}
