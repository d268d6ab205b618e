import { IconKey } from '@tabler/icons-react'
import { type JSX, type ReactNode, useEffect, useRef, useState } from 'react'
import { trpc } from '../../api/trpc.ts'
import { LiveNote } from '../../components/live-note.tsx'
import { Row, Rows } from '../../components/rows.tsx'
import { Section } from '../../components/section.tsx'
import classes from './password-section.module.css'
import { SetPasswordForm } from './set-password-form.tsx'

export interface PasswordSectionProps {
  readonly hasPassword: boolean
  readonly email: string
  /** A link to the page that changes the password. */
  readonly changeLink: ReactNode
}

export function PasswordSection({ hasPassword, email, changeLink }: PasswordSectionProps): JSX.Element {
  const utils = trpc.useUtils()
  const heading = useRef<HTMLHeadingElement>(null)
  const [message, setMessage] = useState<string | null>(null)

  async function showSet(): Promise<void> {
    await utils.identities.list.invalidate()
    setMessage('Password set. You can sign in with it from now on.')
  }

  useEffect(() => {
    // The form is unmounted, and the focused field with it.
    if (message !== null && hasPassword && document.activeElement === document.body) heading.current?.focus()
  }, [message, hasPassword])

  return (
    <Section title="Password" heading={heading}>
      <LiveNote message={message} />
      <Rows>
        <Row
          icon={<IconKey className={classes.icon} size={22} stroke={1.6} aria-hidden />}
          title="Password"
          facts={<span>{hasPassword ? 'Set, with your e-mail address' : 'Not set'}</span>}
          {...(hasPassword && { action: changeLink })}
        >
          {hasPassword ? undefined : (
            <div className={classes.form}>
              <p className={classes.lead}>With a password, you can also sign in without a provider.</p>
              <SetPasswordForm email={email} onSet={showSet} />
            </div>
          )}
        </Row>
      </Rows>
    </Section>
  )
}
