import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { names } from '../language/rich.tsx'
import { signInPurpose } from '../navigation/sign-in-purpose.ts'
import type { SignedOutData } from './signed-out-page.ts'

/**
 * Returns what a sign-in is for, to stand under its heading; `null` without a purpose of its own. An app is named only when
 * its id is that of a registered client, whose name the operator has given.
 */
export function useSignInLead(returnTo: string, { providers, clients }: SignedOutData): ReactNode {
  const texts = useTranslations('signIn')
  const purpose = signInPurpose(returnTo)
  switch (purpose?.kind) {
    case 'app': {
      const client = clients.find(({ id }) => id === purpose.clientId)
      return client === undefined ? texts('toContinueApp') : texts.rich('toContinue', { ...names, name: client.name })
    }
    case 'device':
      return texts('toConnectDevice')
    case 'connection': {
      const provider = providers.find(({ id }) => id === purpose.provider)
      return provider === undefined ? null : texts.rich('toConnect', { ...names, name: provider.name })
    }
    case 'event':
      return texts('toSeeEvent')
    case undefined:
      return null
  }
}
