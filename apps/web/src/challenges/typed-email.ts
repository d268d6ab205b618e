let typed = ''

/** Remembers what was typed as an address last, for the form that the user goes to next. Not stored: a reload forgets it. */
export function rememberTypedEmail(email: string): void {
  typed = email
}

/** Returns what was typed as an address last, or an empty text. */
export function typedEmail(): string {
  return typed
}
