import type { UserView } from '@latchkey/schema'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { type JSX, useState } from 'react'
import { trpc } from '../api/trpc.ts'
import {
  forgetChallenge,
  forgetConfirmed,
  type PendingChallenge,
  pendingChallenge,
} from '../challenges/pending-challenge.ts'
import { useMailOptions } from '../challenges/use-mail-options.ts'
import { CardPage } from '../components/card-page.tsx'
import { ChallengeDone } from '../features/challenges/challenge-done.tsx'
import { NothingExpected } from '../features/challenges/nothing-expected.tsx'
import { RequestProofScreen } from '../features/challenges/request-proof-screen.tsx'
import { PasswordResetDone, type PasswordResetDoneProps } from '../features/passwords/password-reset-done.tsx'
import { goToPath } from '../navigation/go-to-path.ts'
import { returnPath } from '../navigation/return-path.ts'
import { useSignOut } from '../session/sign-out/use-sign-out.ts'
import { StepUpProvider } from '../step-up/step-up-provider.tsx'
import { EnterMailedCode } from './enter-mailed-code.tsx'

const route = getRouteApi('/check-mail')

type Step =
  | { readonly at: 'pending'; readonly pending: PendingChallenge }
  | { readonly at: 'nothing' }
  | { readonly at: 'done'; readonly purpose: 'prove_email' | 'change_email'; readonly pending: PendingChallenge }
  | ({ readonly at: 'reset' } & PasswordResetDoneProps)

/** Where a mailed code is typed, for whatever this tab has asked for one. A reload keeps it. */
export function CheckMailPage(): JSX.Element {
  const me = trpc.auth.me.useQuery()
  const user = me.data?.user ?? null
  return (
    <StepUpProvider email={user?.email ?? ''}>
      <CardPage>
        <CheckMailStep user={user} />
      </CardPage>
    </StepUpProvider>
  )
}

function CheckMailStep({ user }: { readonly user: UserView | null }): JSX.Element {
  const search = route.useSearch()
  const router = useRouter()
  const mail = useMailOptions()
  const signOut = useSignOut(() => search)
  const [step, setStep] = useState(firstStep)
  const isUnproven = user !== null && user.emailProvenAt === null
  const isRequired = mail?.proof === 'required' && isUnproven

  switch (step.at) {
    case 'pending': {
      const { pending } = step
      const { purpose } = pending
      const isOfUser = purpose === 'prove_email' || purpose === 'change_email'
      // The link of the mail was opened in another tab.
      if (isOfUser && user?.email === pending.email && !isUnproven) return done(purpose, pending)
      return (
        <EnterMailedCode
          pending={pending}
          mailbox={mail?.mailbox ?? null}
          isProofRequired={isRequired}
          onSentAgain={(challenge) => setStep({ at: 'pending', pending: challenge })}
          onOtherAddress={() => {
            forgetChallenge()
            setStep({ at: 'nothing' })
          }}
          onDone={(donePurpose) => setStep({ at: 'done', purpose: donePurpose, pending })}
          onReset={(result) => setStep({ at: 'reset', ...result, returnTo: pending.returnTo })}
        />
      )
    }
    case 'done':
      return done(step.purpose, step.pending)
    case 'reset': {
      const { endedSessions, connectedAccounts, returnTo } = step
      return (
        <PasswordResetDone endedSessions={endedSessions} connectedAccounts={connectedAccounts} returnTo={returnTo} />
      )
    }
    case 'nothing':
      if (!isUnproven || mail?.configured !== true) return <NothingExpected isSignedIn={user !== null} />
      return (
        <RequestProofScreen
          user={user}
          required={isRequired}
          returnTo={returnPath(search.returnTo)}
          onMailed={(pending) => setStep({ at: 'pending', pending })}
          signOut={signOut}
        />
      )
  }

  function done(purpose: 'prove_email' | 'change_email', pending: PendingChallenge): JSX.Element {
    return <ChallengeDone purpose={purpose} email={pending.email} onContinue={() => goOn(pending)} />
  }

  function goOn(pending: PendingChallenge): void {
    forgetConfirmed(pending)
    void goToPath(router, pending.returnTo)
  }
}

function firstStep(): Step {
  const pending = pendingChallenge()
  return pending === null ? { at: 'nothing' } : { at: 'pending', pending }
}
