import type { CodeRequestView } from '@latchkey/schema'
import { Button } from '@mantine/core'
import type { JSX } from 'react'
import { ConsentHeading } from './consent-heading.tsx'
import classes from './grant.module.css'

export interface CodeRequestMalformedProps {
  readonly request: CodeRequestView & { readonly type: 'malformed' }
}

/** Shown for a malformed authorization request: the user can only send the error back to the client. */
export function CodeRequestMalformed({ request }: CodeRequestMalformedProps): JSX.Element {
  const { client, problem, answerTo } = request
  return (
    <>
      <ConsentHeading
        kind="app"
        title="This request can’t be answered"
        lead={
          <>
            <bdi>{client.name}</bdi> wants to sign in as you, but something is wrong with how it asks. Nothing was given
            to it. Go back, and it learns what was wrong.
          </>
        }
      />
      <Button size="md" fullWidth onClick={() => window.location.replace(answerTo)}>
        <span className={classes.buttonText}>
          Go back to <bdi>{client.name}</bdi>
        </span>
      </Button>
      <p className={classes.problem}>{problem}</p>
    </>
  )
}
