import type { SecondFactor, StepUpMethod } from '@latchkey/schema'
import { useTranslations } from 'use-intl/react'
import { methodName } from './method-name.ts'
import { useProviders } from './use-providers.ts'

/** Returns the function that names a sign-in method, and the second factor that was shown with it. */
export function useMethodName(): (method: StepUpMethod, secondFactor?: SecondFactor | null) => string {
  const providers = useProviders()
  const texts = useTranslations('methods')
  return (method, secondFactor) => methodName(method, providers, texts, secondFactor)
}
