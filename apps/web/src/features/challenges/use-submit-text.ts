import { useTranslations } from 'use-intl/react'
import type { ConfirmedPurpose } from './use-confirm-challenge.ts'

/** Returns the words of the button that confirms something. */
export function useSubmitText(): (purpose: ConfirmedPurpose) => string {
  const app = useTranslations('app')
  const texts = useTranslations('checkMail')
  const emailAddress = useTranslations('emailAddress')
  return (purpose) => {
    switch (purpose) {
      case 'sign_in':
        return app('signIn')
      case 'change_email':
        return emailAddress('changeLabel')
      case 'sign_up':
      case 'prove_email':
        return texts('confirm')
    }
  }
}
