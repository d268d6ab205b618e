import { Link } from '@tanstack/react-router'
import { type JSX, useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { CardPage } from '../components/card-page.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { announceStepUp } from '../step-up/step-up-channel.ts'

/** The last page of the small window in which a provider confirmed who is signed in. */
export function SteppedUpPage(): JSX.Element {
  const texts = useTranslations('stepUp')
  const app = useTranslations('app')
  const announced = useRef<boolean>(null)
  const [wasRequested, setWasRequested] = useState(true)
  useEffect(() => {
    announced.current ??= announceStepUp()
    if (announced.current) window.close()
    else setWasRequested(false)
  }, [])
  return (
    <CardPage>
      {!wasRequested ? (
        <>
          <PageHeading title={texts('nothingTitle')} lead={texts('nothingText')} />
          <Link to="/">{app('goToAccess')}</Link>
        </>
      ) : (
        <PageHeading title={texts('doneTitle')} lead={texts('doneText')} />
      )}
    </CardPage>
  )
}
