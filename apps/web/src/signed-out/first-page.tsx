import type { ChallengeView, SignInMethod } from '@latchkey/schema'
import { type ComponentType, type JSX, type MouseEvent, type ReactNode, StrictMode, useEffect, useState } from 'react'
import { mutate } from '../api/call-procedure.ts'
import { checkMailPath } from '../challenges/challenge-paths.ts'
import { keepChallenge } from '../challenges/pending-challenge.ts'
import { rememberTypedEmail } from '../challenges/typed-email.ts'
import { pageConnection } from '../connection/page-connection.ts'
import { returnPath, startPath } from '../navigation/return-path.ts'
import type { AppOpening } from '../open-app.ts'
import { PageProviders } from '../page-providers.tsx'
import { keepFirstFactor } from '../second-factors/first-factor.ts'
import { secondStepPath } from '../second-factors/second-factor-paths.ts'
import { announceSessionChange, onMessageFromTabs } from '../session/session-channel.ts'
import { loadSignedOutData } from './load-signed-out-data.ts'
import { SignInPage } from './sign-in-page.tsx'
import { SignUpPage } from './sign-up-page.tsx'
import type { LinkedPath, SignedOutCalls, SignedOutData, SignedOutPageProps } from './signed-out-page.ts'
import type { SignedOutPath } from './signed-out-path.ts'

const pages: Readonly<Record<SignedOutPath, ComponentType<SignedOutPageProps>>> = {
  '/sign-in': SignInPage,
  '/sign-up': SignUpPage,
}

const calls: SignedOutCalls = {
  signIn: (input) => mutate('auth', 'signIn', input),
  signUp: (input) => mutate('auth', 'signUp', input),
  continueUnproven: (input) => mutate('auth', 'continueUnproven', input),
  requestSignInCode: (input) => mutate('auth', 'requestSignInCode', input),
  authorize: (input) => mutate('oauth', 'authorize', input),
  passkeyOptions: () => mutate('passkeys', 'signInOptions', undefined),
  passkeySignIn: (input) => mutate('passkeys', 'signIn', input),
}

const nothing: SignedOutData = { providers: [], policy: null, mail: null, captcha: null, clients: [] }

/**
 * Shows the sign-in or the sign-up page as the first page of a document, so that it can be typed into before the app is
 * loaded. Every way on from it opens the app. A user who is signed in is sent on by the app.
 */
export async function openFirstPage(path: SignedOutPath, app: AppOpening): Promise<void> {
  const returnTo = returnPath(onlyValue(new URLSearchParams(window.location.search), 'returnTo'))
  const { isSignedIn, data } = await loadSignedOutData(returnTo)
  if (isSignedIn) {
    await app.open()
    return
  }
  app.root.render(
    <StrictMode>
      <PageProviders preferences={app.preferences}>
        <FirstPage page={pages[path]} returnTo={returnTo} loaded={{ ...nothing, ...data }} app={app} />
      </PageProviders>
    </StrictMode>,
  )
  app.prefetch()
}

interface FirstPageProps {
  readonly page: ComponentType<SignedOutPageProps>
  readonly returnTo: string
  readonly loaded: SignedOutData
  readonly app: AppOpening
}

function FirstPage({ page: Page, returnTo, loaded, app }: FirstPageProps): JSX.Element {
  const [data, setData] = useState(loaded)

  useEffect(() => {
    async function refresh(): Promise<void> {
      const { isSignedIn, data: now } = await loadSignedOutData(returnTo)
      if (isSignedIn) await app.open({ path: returnTo, replace: true })
      else setData((before) => ({ ...before, ...now }))
    }
    function onShow({ persisted }: PageTransitionEvent): void {
      if (persisted) void refresh()
    }
    const stopBack = pageConnection.onBack(() => void refresh())
    // A user may have signed in in another tab.
    const stopMessages = onMessageFromTabs(({ type }) => {
      if (type === 'changed') void refresh()
    })
    window.addEventListener('pageshow', onShow)
    return () => {
      stopBack()
      stopMessages()
      window.removeEventListener('pageshow', onShow)
    }
  }, [returnTo, app])

  async function goOn(): Promise<void> {
    announceSessionChange()
    rememberTypedEmail('')
    await app.open({ path: returnTo, replace: true })
  }

  async function goToSecondStep(method: SignInMethod): Promise<void> {
    keepFirstFactor(method)
    await app.open({ path: withReturnTo(secondStepPath), replace: true })
  }

  async function goToMail(challenge: ChallengeView, remember: boolean): Promise<void> {
    keepChallenge({ ...challenge, remember, returnTo })
    await app.open({ path: checkMailPath, replace: false })
  }

  function renderLink(to: LinkedPath, text: ReactNode): ReactNode {
    const path = withReturnTo(to)
    return (
      <a href={path} onClick={(event) => openInApp(event, path)}>
        {text}
      </a>
    )
  }

  /** Returns a path of this app that keeps the path to return to. */
  function withReturnTo(path: string): string {
    return returnTo === startPath ? path : `${path}?${new URLSearchParams({ returnTo }).toString()}`
  }

  function openInApp(event: MouseEvent, path: string): void {
    // A new tab or window, and a download, are the browser's own.
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    void app.open({ path, replace: false })
  }

  return (
    <Page
      returnTo={returnTo}
      data={data}
      calls={calls}
      onSignedIn={goOn}
      onSecondFactorDue={goToSecondStep}
      onMailed={goToMail}
      renderLink={renderLink}
    />
  )
}

/** Returns the value of a parameter that occurs once. */
function onlyValue(search: URLSearchParams, name: string): string | null {
  const values = search.getAll(name)
  return values.length === 1 ? (values[0] ?? null) : null
}
