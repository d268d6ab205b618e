import { Button } from '@mantine/core'
import { IconLifebuoy } from '@tabler/icons-react'
import { type JSX, useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../../api/trpc.ts'
import { BusyButton } from '../../../components/busy-button.tsx'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { Row, Rows } from '../../../components/rows.tsx'
import { Section } from '../../../components/section.tsx'
import { ErrorNote } from '../../../errors/error-note.tsx'
import { useStepUp } from '../../../step-up/use-step-up.ts'
import { useSecondFactorsChanged } from '../use-second-factors-changed.ts'
import { NewRecoveryCodes } from './new-recovery-codes.tsx'
import classes from './recovery-section.module.css'

/** With fewer than this many left, the page advises new ones. */
const few = 3

export interface RecoverySectionProps {
  readonly left: number
  /** New codes, for as long as they are shown; `null` otherwise. */
  readonly codes: readonly string[] | null
  readonly email: string
  readonly onCodes: (codes: readonly string[] | null) => void
}

/** How many recovery codes are left, and how to make new ones, which are shown once. */
export function RecoverySection({ left, codes, email, onCodes }: RecoverySectionProps): JSX.Element {
  const texts = useTranslations('recovery')
  const withStepUp = useStepUp()
  const { client } = trpc.useUtils()
  const changed = useSecondFactorsChanged()
  const heading = useRef<HTMLHeadingElement>(null)
  const [confirming, setConfirming] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const isShown = codes !== null

  useEffect(() => {
    // They take the place of the form or the button that had the focus.
    if (isShown) heading.current?.focus()
  }, [isShown])

  async function renew(): Promise<void> {
    setConfirming(false)
    setBusy(true)
    setError(null)
    try {
      // Not with `useMutation`: its cache would keep the codes.
      const answer = await withStepUp(() => client.secondFactors.renewRecoveryCodes.mutate())
      if (answer === 'cancelled') return
      onCodes(answer.recoveryCodes)
      await changed()
    } catch (refused) {
      setError(refused)
    } finally {
      setBusy(false)
    }
  }

  function close(): void {
    onCodes(null)
    requestAnimationFrame(() => heading.current?.focus())
  }

  return (
    <Section title={texts(isShown ? 'save' : 'title')} heading={heading}>
      {error !== null && <ErrorNote error={error} lead={texts('notRenewed')} />}
      {codes === null ? (
        <Rows>
          <Row
            icon={<IconLifebuoy size={22} stroke={1.6} aria-hidden />}
            title={texts('left', { count: left })}
            facts={<span>{texts('purpose')}</span>}
            notice={left < few && texts('few')}
            tone={left < few ? 'notice' : 'plain'}
            action={
              <BusyButton variant="default" size="sm" busy={busy} onClick={() => setConfirming(true)}>
                {texts('renew')}
              </BusyButton>
            }
          />
        </Rows>
      ) : (
        <div className={classes.card}>
          <p className={classes.lead}>{texts('saveText')}</p>
          <NewRecoveryCodes codes={codes} email={email}>
            <Button size="md" onClick={close}>
              {texts('saved')}
            </Button>
          </NewRecoveryCodes>
        </div>
      )}
      {confirming && (
        <ConfirmDialog
          title={texts('renewTitle')}
          confirm={texts('renew')}
          onConfirm={() => void renew()}
          onCancel={() => setConfirming(false)}
        >
          {texts('renewText')}
        </ConfirmDialog>
      )}
    </Section>
  )
}
