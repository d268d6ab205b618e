import { Link } from '@tanstack/react-router'
import { type JSX, useEffect, useRef, useState } from 'react'
import { CardPage } from '../components/card-page.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { announceStepUp } from '../step-up/step-up-channel.ts'

/** The last page of the small window in which a provider confirmed who is signed in. */
export function SteppedUpPage(): JSX.Element {
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
          <PageHeading title="Nothing to confirm" lead="This page ends a confirmation that began in another window." />
          <Link to="/">Go to the start</Link>
        </>
      ) : (
        <PageHeading title="Confirmed" lead="You can close this window and go on where you were." />
      )}
    </CardPage>
  )
}
