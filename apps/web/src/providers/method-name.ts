import type { ProviderView, SignInMethod } from '@latchkey/schema'
import { providerName } from './provider-name.ts'

const throughProvider = 'oauth:'

/** What to call a way to sign in: "Password", or what the provider is called. */
export function methodName(method: SignInMethod, providers: readonly ProviderView[]): string {
  return method === 'password' ? 'Password' : providerName(method.slice(throughProvider.length), providers)
}
