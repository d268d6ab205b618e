/** Returns the message after a change of password. */
export function changedMessage(endedSessions: number): string {
  if (endedSessions === 0) return 'Password changed. No other session was open.'
  return `Password changed. ${endedSessions} other ${endedSessions === 1 ? 'session' : 'sessions'} ended.`
}
