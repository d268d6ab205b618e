import type { CodeRequestView, UserView } from '@latchkey/schema'
import { type JSX, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { BusyButton } from '../../components/busy-button.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { useSwitchAccount } from '../../session/sign-out/use-switch-account.ts'
import { useStepUp } from '../../step-up/use-step-up.ts'
import { ConsentResult, type ConsentResultProps } from './consent-result.tsx'
import { ConsentHeading } from './consent-heading.tsx'
import { ConsentDetails } from './consent-details.tsx'
import classes from './grant.module.css'
import { SignedInAs } from './signed-in-as.tsx'
import { useClickjackingGuard } from './use-clickjacking-guard.ts'

const answerGoesTo = {
  loopback: 'toProgram',
  app: 'toApp',
  page: 'toPage',
} as const

export interface ConsentRequestProps {
  readonly query: string
  readonly request: CodeRequestView & { readonly type: 'ask' }
  readonly user: UserView
}

/** Asks whether an OAuth client may sign in as the user, and sends the browser back to it with the answer. */
export function ConsentRequest(props: ConsentRequestProps): JSX.Element {
  const texts = useTranslations('consent')
  const { query, request, user } = props
  const { client, answersTo, deniedTo } = request
  const withStepUp = useStepUp()
  const switchAccount = useSwitchAccount()
  const clickjackingGuard = useClickjackingGuard()
  const approveCode = trpc.grants.approveCode.useMutation()
  const [deciding, setDeciding] = useState<'approved' | 'refused' | null>(null)
  const [refusal, setRefusal] = useState<unknown>(null)
  const [answer, setAnswer] = useState<Omit<ConsentResultProps, 'client'> | null>(null)

  async function approve(): Promise<void> {
    setDeciding('approved')
    setRefusal(null)
    try {
      const approval = await withStepUp(() => approveCode.mutateAsync({ query, userId: user.id }))
      if (approval !== 'cancelled') send('approved', approval.answerTo)
    } catch (error) {
      setRefusal(error)
    } finally {
      setDeciding(null)
    }
  }

  function send(decision: ConsentResultProps['decision'], answerTo: string): void {
    setAnswer({ decision, answerTo })
    window.location.assign(answerTo)
  }

  if (answer !== null) return <ConsentResult client={client} {...answer} />
  const busy = deciding !== null || switchAccount.busy
  return (
    <>
      <ConsentHeading
        kind={answersTo === 'loopback' ? 'program' : 'app'}
        title={texts('title', { name: client.name })}
        lead={texts('lead')}
      />
      <SignedInAs user={user} switchAccount={switchAccount} />
      <ConsentDetails client={client.name} />
      {refusal !== null && <ErrorNote error={refusal} lead={texts('failed')} />}
      <div className={classes.actions} {...clickjackingGuard}>
        <BusyButton variant="default" size="md" busy={busy} onClick={() => send('refused', deniedTo)}>
          {texts('cancel')}
        </BusyButton>
        <BusyButton size="md" busy={busy} onClick={() => void approve()}>
          {texts('approve')}
        </BusyButton>
      </div>
      <p className={classes.small}>{texts(answerGoesTo[answersTo])}</p>
    </>
  )
}
