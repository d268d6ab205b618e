import type { CodeRequestView } from '@latchkey/schema'
import { Button } from '@mantine/core'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { names } from '../../language/rich.tsx'
import { ConsentHeading } from './consent-heading.tsx'
import classes from './grant.module.css'

export interface CodeRequestMalformedProps {
  readonly request: CodeRequestView & { readonly type: 'malformed' }
}

/** Shown for a malformed authorization request: the user can only send the error back to the client. */
export function CodeRequestMalformed({ request }: CodeRequestMalformedProps): JSX.Element {
  const texts = useTranslations('consent')
  const { client, problem, answerTo } = request
  return (
    <>
      <ConsentHeading
        kind="app"
        title={texts('malformed')}
        lead={texts.rich('malformedText', { ...names, name: client.name })}
      />
      <Button size="md" fullWidth onClick={() => window.location.replace(answerTo)}>
        <span className={classes.buttonText}>{texts.rich('goBackTo', { ...names, name: client.name })}</span>
      </Button>
      <p className={classes.problem}>{problem}</p>
    </>
  )
}
