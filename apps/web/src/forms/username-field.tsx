import type { JSX } from 'react'

/** Tells a password manager which user a password belongs to. Hidden, and not in the tab order. */
export function UsernameField({ email }: { readonly email: string }): JSX.Element {
  return <input type="email" name="username" autoComplete="username" value={email} readOnly hidden tabIndex={-1} />
}
