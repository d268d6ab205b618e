import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../api/trpc.ts'
import { names } from '../language/rich.tsx'
import { useProviders } from '../providers/use-providers.ts'
import { signInPurpose } from './sign-in-purpose.ts'

/**
 * Returns what a sign-in is for, to stand under its heading; `null` without a purpose of its own. An app is named only when
 * its id is that of a registered client, whose name the operator has given.
 */
export function useSignInLead(returnTo: string): ReactNode {
  const texts = useTranslations('signIn')
  const purpose = signInPurpose(returnTo)
  const providers = useProviders()
  const options = trpc.grants.options.useQuery(undefined, {
    enabled: purpose?.kind === 'app',
    staleTime: Number.POSITIVE_INFINITY,
  })
  switch (purpose?.kind) {
    case 'app': {
      const client = options.data?.clients.find(({ id }) => id === purpose.clientId)
      return client === undefined ? texts('toContinueApp') : texts.rich('toContinue', { ...names, name: client.name })
    }
    case 'device':
      return texts('toConnectDevice')
    case 'connection': {
      const provider = providers.find(({ id }) => id === purpose.provider)
      return provider === undefined ? null : texts.rich('toConnect', { ...names, name: provider.name })
    }
    case undefined:
      return null
  }
}
