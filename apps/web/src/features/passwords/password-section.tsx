import type { UserView } from '@latchkey/schema'
import { IconKey } from '@tabler/icons-react'
import { type JSX, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { LiveNote } from '../../components/live-note.tsx'
import { Row, Rows } from '../../components/rows.tsx'
import { Section } from '../../components/section.tsx'
import classes from './password-section.module.css'
import { SetPasswordForm } from './set-password-form.tsx'

export interface PasswordSectionProps {
  readonly hasPassword: boolean
  readonly user: Pick<UserView, 'name' | 'email'>
  /** A link to the page that changes the password. */
  readonly changeLink: ReactNode
}

export function PasswordSection({ hasPassword, user, changeLink }: PasswordSectionProps): JSX.Element {
  const texts = useTranslations('methods')
  const utils = trpc.useUtils()
  const heading = useRef<HTMLHeadingElement>(null)
  const [message, setMessage] = useState<string | null>(null)

  async function showSet(): Promise<void> {
    await utils.identities.list.invalidate()
    setMessage(texts('setDone'))
  }

  useEffect(() => {
    // The form is unmounted, and the focused field with it.
    if (message !== null && hasPassword && document.activeElement === document.body) heading.current?.focus()
  }, [message, hasPassword])

  return (
    <Section title={texts('password')} heading={heading}>
      <LiveNote message={message} />
      <Rows>
        <Row
          icon={<IconKey className={classes.icon} size={22} stroke={1.6} aria-hidden />}
          title={texts('password')}
          facts={<span>{texts(hasPassword ? 'passwordSet' : 'passwordNotSet')}</span>}
          {...(hasPassword && { action: changeLink })}
        >
          {hasPassword ? undefined : (
            <div className={classes.form}>
              <p className={classes.lead}>{texts('passwordLead')}</p>
              <SetPasswordForm user={user} onSet={showSet} />
            </div>
          )}
        </Row>
      </Rows>
    </Section>
  )
}
