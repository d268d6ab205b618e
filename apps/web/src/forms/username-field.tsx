import type { JSX } from 'react'

/** Tells a password manager whose password a form is about. Nobody sees it, nobody tabs to it. */
export function UsernameField({ email }: { readonly email: string }): JSX.Element {
  return <input type="email" name="username" autoComplete="username" value={email} readOnly hidden tabIndex={-1} />
}
