import type { UserView } from '@latchkey/schema'
import { Button } from '@mantine/core'
import { type JSX, useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Badge } from '../../components/badge.tsx'
import { BusyButton } from '../../components/busy-button.tsx'
import { Section } from '../../components/section.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { useTimeFormats } from '../../preferences/preferences-provider.tsx'
import { ChangeEmailForm } from './change-email-form.tsx'
import classes from './email-section.module.css'
import { useRequestProof } from './use-request-proof.ts'

export interface EmailSectionProps {
  readonly user: Pick<UserView, 'email' | 'emailProvenAt'>
  /** The path of this page, to come back to. */
  readonly returnTo: string
  /** Goes to where the code is typed. */
  readonly onMailed: () => Promise<void>
}

/** The address of the user: whether it is confirmed, and how it is changed. */
export function EmailSection({ user, returnTo, onMailed }: EmailSectionProps): JSX.Element {
  const texts = useTranslations('emailAddress')
  const times = useTimeFormats()
  const change = useRef<HTMLButtonElement>(null)
  const wasChanging = useRef(false)
  const [changing, setChanging] = useState(false)
  const proof = useRequestProof({ email: user.email, returnTo: () => returnTo, onMailed })
  const { emailProvenAt } = user

  useEffect(() => {
    if (wasChanging.current && !changing) change.current?.focus()
    wasChanging.current = changing
  }, [changing])

  return (
    <Section title={texts('title')}>
      <div className={classes.card}>
        <div className={classes.line}>
          <div className={classes.text}>
            <span className={classes.address}>
              <bdi>{user.email}</bdi>
            </span>
            {emailProvenAt === null ? (
              <Badge tone="notice">{texts('notConfirmed')}</Badge>
            ) : (
              <span className={classes.fact}>{texts('confirmedOn', { date: times.day(new Date(emailProvenAt)) })}</span>
            )}
          </div>
          {!changing && (
            <div className={classes.actions}>
              {emailProvenAt === null && (
                <BusyButton size="sm" busy={proof.busy} onClick={() => void proof.request()}>
                  {texts('confirm')}
                </BusyButton>
              )}
              <Button
                ref={change}
                variant="default"
                size="sm"
                aria-label={texts('changeLabel')}
                onClick={() => setChanging(true)}
              >
                {texts('change')}
              </Button>
            </div>
          )}
        </div>
        {proof.error !== null && <ErrorNote error={proof.error} />}
        {changing && (
          <div className={classes.form}>
            <ChangeEmailForm returnTo={returnTo} onMailed={onMailed} onCancel={() => setChanging(false)} />
          </div>
        )}
      </div>
    </Section>
  )
}
