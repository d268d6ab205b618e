import { Button } from '@mantine/core'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { PageHeading } from '../../components/page-heading.tsx'
import { names } from '../../language/rich.tsx'
import { useHeadingFocus } from '../../navigation/use-heading-focus.ts'

export interface ChallengeDoneProps {
  readonly purpose: 'prove_email' | 'change_email'
  /** The address that the user has now. */
  readonly email: string
  readonly onContinue: () => void
}

/** Says that the address is confirmed, or changed. */
export function ChallengeDone({ purpose, email, onContinue }: ChallengeDoneProps): JSX.Element {
  const texts = useTranslations('checkMail')
  useHeadingFocus()
  const isChange = purpose === 'change_email'
  return (
    <>
      <PageHeading
        title={texts(isChange ? 'changed' : 'proven')}
        lead={texts.rich(isChange ? 'changedText' : 'provenText', { ...names, email })}
      />
      <Button size="md" fullWidth onClick={onContinue}>
        {texts('continue')}
      </Button>
    </>
  )
}
