import type { GrantOptionsView } from '@latchkey/schema'

/** How a program signs in here without a browser of its own. */
export type WayIn =
  | { readonly type: 'code'; readonly clientId: string }
  | { readonly type: 'password'; readonly clientId: string }
  | { readonly type: 'none' }

/** What a script calls itself where no app is registered. */
const anyScript = 'my-script'

/** The best that this server has: with a code the program never sees a password. */
export function wayIn({ clients, password }: GrantOptionsView): WayIn {
  const withCode = clients.find(({ device }) => device)
  if (withCode !== undefined) return { type: 'code', clientId: withCode.id }
  return password ? { type: 'password', clientId: anyScript } : { type: 'none' }
}
