import type { ProviderView, SecondFactor, StepUpMethod } from '@latchkey/schema'
import type { Texts } from '../language/texts.ts'
import { providerName } from './provider-name.ts'

const throughProvider = 'oauth:'

/**
 * Returns the name of a sign-in method, “Password”, or the provider's name; with a second factor that is another than it,
 * “Password and code”.
 */
export function methodName(
  method: StepUpMethod,
  providers: readonly ProviderView[],
  texts: Texts<'methods'>,
  secondFactor: SecondFactor | null = null,
): string {
  const name = firstName(method, providers, texts)
  if (secondFactor === null || secondFactor === method) return name
  return texts('withSecondFactor', { method: name, first: method, factor: secondFactor })
}

function firstName(method: StepUpMethod, providers: readonly ProviderView[], texts: Texts<'methods'>): string {
  switch (method) {
    case 'password':
      return texts('byPassword')
    case 'code':
      return texts('byCode')
    case 'passkey':
      return texts('byPasskey')
    case 'totp':
      return texts('byAuthenticator')
    case 'recovery_code':
      return texts('byRecoveryCode')
    case 'approved:browser':
      return texts('byBrowser')
    case 'approved:device':
      return texts('byDevice')
    default:
      return providerName(method.slice(throughProvider.length), providers)
  }
}
