import { Link } from '@tanstack/react-router'
import { type JSX, useEffect, useRef, useState } from 'react'
import { CardPage } from '../components/card-page.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { announceProof } from '../features/oauth/proof-channel.ts'

/** The last page of the small window in which a provider confirmed who is signed in. */
export function ProvedPage(): JSX.Element {
  const answered = useRef<boolean>(null)
  const [wasAsked, setWasAsked] = useState(true)
  useEffect(() => {
    answered.current ??= announceProof()
    if (answered.current) window.close()
    else setWasAsked(false)
  }, [])
  return (
    <CardPage>
      {!wasAsked ? (
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
