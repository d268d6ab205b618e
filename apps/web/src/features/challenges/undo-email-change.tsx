import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type JSX, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { forgotPasswordPath } from '../../challenges/challenge-paths.ts'
import { PageHeading } from '../../components/page-heading.tsx'
import { reasonOf } from '../../errors/failure.ts'
import { useHeadingFocus } from '../../navigation/use-heading-focus.ts'
import { useAfterPasswordReset } from '../../session/use-after-password-reset.ts'
import { ConfirmForm } from './link/confirm-form.tsx'
import { UnusableLink } from './link/unusable-link.tsx'

type Outcome =
  | { readonly kind: 'undone'; readonly endedSessions: number }
  | { readonly kind: 'ended' }
  /** Another user has the address by now. */
  | { readonly kind: 'taken' }

export interface UndoEmailChangeProps {
  readonly token: string
  readonly isSignedIn: boolean
}

/** Says what taking a change of the address back does, and does it with one button. */
export function UndoEmailChange({ token, isSignedIn }: UndoEmailChangeProps): JSX.Element {
  const texts = useTranslations('undo')
  const undo = trpc.auth.undoEmailChange.useMutation()
  const afterPasswordReset = useAfterPasswordReset()
  const [outcome, setOutcome] = useState<Outcome | null>(null)

  async function takeBack(): Promise<void> {
    try {
      const { endedSessions } = await undo.mutateAsync({ token })
      await afterPasswordReset()
      setOutcome({ kind: 'undone', endedSessions })
    } catch (error) {
      const reason = reasonOf(error)
      if (reason === 'CHALLENGE_ENDED') setOutcome({ kind: 'ended' })
      else if (reason === 'EMAIL_TAKEN') setOutcome({ kind: 'taken' })
      else throw error
    }
  }

  switch (outcome?.kind) {
    case 'undone':
      return <Undone endedSessions={outcome.endedSessions} />
    case 'ended':
      return <UnusableLink why="undo_ended" isSignedIn={isSignedIn} />
    case 'taken':
      return <Taken />
    case undefined:
      return (
        <>
          <PageHeading title={texts('title')} lead={texts('lead')} />
          <ConfirmForm submit={texts('submit')} confirm={takeBack} />
        </>
      )
  }
}

function Undone({ endedSessions }: { readonly endedSessions: number }): JSX.Element {
  const texts = useTranslations('undo')
  useHeadingFocus()
  return (
    <>
      <PageHeading title={texts('done')} lead={texts('doneText', { count: endedSessions })} />
      <Button component={Link} to={forgotPasswordPath} size="md" fullWidth>
        {texts('choosePassword')}
      </Button>
    </>
  )
}

function Taken(): JSX.Element {
  const texts = useTranslations('undo')
  useHeadingFocus()
  return <PageHeading title={texts('taken')} lead={texts('takenText')} />
}
