import type { CallbackView } from '@latchkey/schema'
import { Loader } from '@mantine/core'
import { type JSX, useEffect, useEffectEvent, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { PageHeading } from '../../components/page-heading.tsx'
import { reasonOf } from '../../errors/failure.ts'
import { names } from '../../language/rich.tsx'
import { returnPath } from '../../navigation/return-path.ts'
import { rememberMethod } from '../../preferences/last-method.ts'
import { providerName } from '../../providers/provider-name.ts'
import { useProviders } from '../../providers/use-providers.ts'
import { type CallbackResponse, completeOnce } from './callback-response.ts'
import { CallbackFailed } from './callback-failed.tsx'
import classes from './callback-screen.module.css'
import { noteConnected } from './identities/connected-note.ts'
import { lastAuthorizationRequest } from '../../providers/authorization-request.ts'

export interface CallbackScreenProps {
  readonly provider: string
  /** The provider's response; `null` when this page was opened without one. */
  readonly response: CallbackResponse | null
  /** Called with the cookie in place. */
  readonly onSignedIn: (path: string) => Promise<void>
  /** Called when the provider has confirmed who signs in, and a second factor is due. */
  readonly onSecondFactorDue: (path: string) => Promise<void>
}

interface Failed {
  readonly error: unknown
  readonly signedIn: boolean
}

/** The page to which a provider redirects with its response. */
export function CallbackScreen(props: CallbackScreenProps): JSX.Element {
  const { provider, response, onSignedIn, onSecondFactorDue } = props
  const texts = useTranslations('callback')
  const app = useTranslations('app')
  const utils = trpc.useUtils()
  const name = providerName(provider, useProviders())
  const [failed, setFailed] = useState<Failed | null>(null)
  const request = lastAuthorizationRequest(provider)

  const finish = useEffectEvent(async (): Promise<CallbackView> => {
    // Reloaded, or opened by hand: the parameters are gone.
    if (response === null) throw new Error('nothing to finish')
    return completeOnce(response, (input) => utils.client.oauth.callback.mutate(input))
  })
  const leave = useEffectEvent(async (view: CallbackView): Promise<void> => {
    if (view.status === 'secondFactor') return onSecondFactorDue(returnPath(view.returnTo))
    const { outcome, returnTo } = view
    if (outcome === 'signed_in' || outcome === 'signed_up') rememberMethod(`oauth:${provider}`)
    if (outcome === 'linked') noteConnected(name)
    await onSignedIn(returnPath(returnTo))
  })
  const fail = useEffectEvent(async (cause: unknown): Promise<Failed> => {
    const me = await utils.auth.me.fetch(undefined, { staleTime: 0 }).catch(() => null)
    return { error: cause, signedIn: me !== null }
  })
  useEffect(() => {
    let mounted = true
    finish()
      .then((view) => (mounted ? leave(view) : undefined))
      .catch(async (error: unknown) => {
        const outcome = await fail(error)
        if (mounted) setFailed(outcome)
      })
    return () => {
      mounted = false
    }
  }, [])

  if (failed !== null) {
    const reason = response === null ? 'AUTHORIZATION_UNKNOWN' : reasonOf(failed.error)
    return <CallbackFailed {...failed} reason={reason} provider={provider} name={name} request={request} />
  }
  return (
    <>
      <PageHeading title={app('oneMoment')} />
      <div className={classes.progress}>
        <Loader size="sm" aria-hidden />
        <output>
          {texts.rich(request?.kind === 'link' ? 'finishingLink' : 'finishingSignIn', { ...names, provider: name })}
        </output>
      </div>
    </>
  )
}
