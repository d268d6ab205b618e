import type { ProviderView, SessionView } from '@latchkey/schema'
import { providerName } from '../../providers/provider-name.ts'

const throughProvider = 'oauth:'

/** How a session began, in a word. */
export function methodOf(
  { signInMethod }: Pick<SessionView, 'signInMethod'>,
  providers: readonly ProviderView[],
): string {
  if (signInMethod === 'password') return 'Password'
  return providerName(signInMethod.slice(throughProvider.length), providers)
}

export function sessionCount(count: number): string {
  return count === 1 ? '1 session' : `${count} sessions`
}

export function endedWords(count: number): string {
  return count === 0 ? 'No other session was open.' : `${sessionCount(count)} ended.`
}
