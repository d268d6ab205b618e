import type { SignInMethod } from '@latchkey/schema'
import { useTranslations } from 'use-intl/react'
import { methodName } from './method-name.ts'
import { useProviders } from './use-providers.ts'

/** Returns the function that names a sign-in method. */
export function useMethodName(): (method: SignInMethod) => string {
  const providers = useProviders()
  const texts = useTranslations('methods')
  return (method) => methodName(method, providers, texts)
}
