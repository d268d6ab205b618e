import type { ProviderView, SignInMethod } from '@latchkey/schema'
import { providerName } from './provider-name.ts'

const throughProvider = 'oauth:'

/** Returns the name of a sign-in method: "Password", or the provider's name. */
export function methodName(method: SignInMethod, providers: readonly ProviderView[]): string {
  switch (method) {
    case 'password':
      return 'Password'
    case 'approved:browser':
      return 'Approved in a browser'
    case 'approved:device':
      return 'Approved with a code'
    default:
      return providerName(method.slice(throughProvider.length), providers)
  }
}
