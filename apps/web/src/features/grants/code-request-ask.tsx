import type { CodeRequestView, UserView } from '@latchkey/schema'
import { type JSX, useState } from 'react'
import { trpc } from '../../api/trpc.ts'
import { BusyButton } from '../../components/busy-button.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { useStepUp } from '../../step-up/use-step-up.ts'
import { Answered, type AnsweredProps } from './answered.tsx'
import { Asker } from './asker.tsx'
import { ClientPowers } from './client-powers.tsx'
import classes from './grant.module.css'
import { SignedInAs, type SwitchAccount } from './signed-in-as.tsx'
import { useMeantClicks } from './use-meant-clicks.ts'

const goesTo = {
  loopback: 'The answer goes to a program on this computer.',
  app: 'The answer goes to an app on this device.',
  page: 'The answer goes to a page of this app.',
} as const

export interface CodeRequestAskProps {
  readonly query: string
  readonly request: CodeRequestView & { readonly type: 'ask' }
  readonly user: UserView
  readonly switchAccount: SwitchAccount
}

/** Asks whether a program may sign in, and goes where the answer is awaited. */
export function CodeRequestAsk(props: CodeRequestAskProps): JSX.Element {
  const { query, request, user, switchAccount } = props
  const { client, answersTo, deniedTo } = request
  const withStepUp = useStepUp()
  const meantClicks = useMeantClicks()
  const approveCode = trpc.grants.approveCode.useMutation()
  const [deciding, setDeciding] = useState<'approved' | 'refused' | null>(null)
  const [refusal, setRefusal] = useState<unknown>(null)
  const [answer, setAnswer] = useState<Omit<AnsweredProps, 'client'> | null>(null)

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

  function send(decision: AnsweredProps['decision'], answerTo: string): void {
    setAnswer({ decision, answerTo })
    window.location.assign(answerTo)
  }

  if (answer !== null) return <Answered client={client} {...answer} />
  const busy = deciding !== null || switchAccount.busy
  return (
    <>
      <Asker
        kind={answersTo === 'loopback' ? 'program' : 'app'}
        title={`${client.name} wants to sign in as you`}
        lead="Only approve this if you have just started it."
      />
      <SignedInAs user={user} switchAccount={switchAccount} />
      <ClientPowers />
      <p className={classes.small}>{goesTo[answersTo]}</p>
      {refusal !== null && <ErrorNote error={refusal} lead="Nothing was approved." />}
      <div className={classes.actions} {...meantClicks}>
        <BusyButton variant="default" size="md" busy={busy} onClick={() => send('refused', deniedTo)}>
          Cancel
        </BusyButton>
        <BusyButton size="md" busy={busy} onClick={() => void approve()}>
          Approve
        </BusyButton>
      </div>
    </>
  )
}
