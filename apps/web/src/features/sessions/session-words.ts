import type { SessionView, SignInMethod } from '@latchkey/schema'

const methodWords = { password: 'Password' } as const satisfies Record<SignInMethod, string>

export function methodOf(session: Pick<SessionView, 'signInMethod'>): string {
  return methodWords[session.signInMethod]
}

export function sessionCount(count: number): string {
  return count === 1 ? '1 session' : `${count} sessions`
}

export function endedWords(count: number): string {
  return count === 0 ? 'No other session was open.' : `${sessionCount(count)} ended.`
}
