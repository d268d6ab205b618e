import type { UserView } from '@latchkey/schema'
import { type JSX, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Section } from '../../components/section.tsx'
import { tokenClaims, tokenMinutes } from './token-claims.ts'
import classes from './token-anatomy.module.css'

const second = 1_000

export interface TokenAnatomyProps {
  readonly url: string
  readonly clientId: string
  readonly user: Pick<UserView, 'id' | 'role'> | null
}

/** Explains the claims of an access token, how long it is valid, and how services verify it. */
export function TokenAnatomy({ url, clientId, user }: TokenAnatomyProps): JSX.Element {
  const texts = useTranslations('developers')
  const [issuedAt] = useState(() => Math.floor(Date.now() / second))
  const claims = tokenClaims({ url, clientId, userId: user?.id ?? '…', role: user?.role ?? 'user', issuedAt })
  return (
    <Section title={texts('token')}>
      <div className={classes.card}>
        <dl className={classes.claims}>
          {claims.map(({ name, value, text }) => (
            <div key={name} className={classes.claim}>
              <dt className={classes.code} translate="no">
                <span className={classes.name}>{name}</span>
                <span className={classes.value}>{value}</span>
              </dt>
              <dd className={classes.means}>{texts(text, { minutes: tokenMinutes })}</dd>
            </div>
          ))}
        </dl>
        <div className={classes.facts}>
          <p>{texts('tokenText', { minutes: tokenMinutes })}</p>
          <p>{texts('tokenEndText', { minutes: tokenMinutes })}</p>
          <ul className={classes.links}>
            <li>
              <a href="/.well-known/oauth-authorization-server">/.well-known/oauth-authorization-server</a>
              <span>{texts('metadata')}</span>
            </li>
            <li>
              <a href="/.well-known/jwks.json">/.well-known/jwks.json</a>
              <span>{texts('keys')}</span>
            </li>
          </ul>
        </div>
      </div>
    </Section>
  )
}
