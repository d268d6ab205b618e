import type { ProviderView, SignInMethod } from '@latchkey/schema'
import type { Texts } from '../language/texts.ts'
import { providerName } from './provider-name.ts'

const throughProvider = 'oauth:'

/** Returns the name of a sign-in method: “Password”, or the provider's name. */
export function methodName(method: SignInMethod, providers: readonly ProviderView[], texts: Texts<'methods'>): string {
  switch (method) {
    case 'password':
      return texts('byPassword')
    case 'code':
      return texts('byCode')
    case 'approved:browser':
      return texts('byBrowser')
    case 'approved:device':
      return texts('byDevice')
    default:
      return providerName(method.slice(throughProvider.length), providers)
  }
}
