import type { UserView } from '@latchkey/schema'
import { type JSX, useState } from 'react'
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
  const [issuedAt] = useState(() => Math.floor(Date.now() / second))
  const claims = tokenClaims({ url, clientId, userId: user?.id ?? '…', role: user?.role ?? 'user', issuedAt })
  return (
    <Section title="What a token says">
      <div className={classes.card}>
        <dl className={classes.claims}>
          {claims.map(({ name, value, means }) => (
            <div key={name} className={classes.claim}>
              <dt className={classes.code} translate="no">
                <span className={classes.name}>{name}</span>
                <span className={classes.value}>{value}</span>
              </dt>
              <dd className={classes.means}>{means}</dd>
            </div>
          ))}
        </dl>
        <div className={classes.facts}>
          <p>
            An access token is a signed JWT that counts for {tokenMinutes} minutes; a refresh token, good once, gets the
            next. Whoever holds one can read it and act with it: keep both out of logs and addresses.
          </p>
          <p>
            This server looks at the session on every call, so an ended session is refused at once. A service that
            verifies tokens by the public keys alone hears of the end when the token expires, up to {tokenMinutes}{' '}
            minutes later.
          </p>
          <ul className={classes.links}>
            <li>
              <a href="/.well-known/oauth-authorization-server">/.well-known/oauth-authorization-server</a>
              <span>Endpoints and what they support</span>
            </li>
            <li>
              <a href="/.well-known/jwks.json">/.well-known/jwks.json</a>
              <span>Public keys that verify tokens</span>
            </li>
          </ul>
        </div>
      </div>
    </Section>
  )
}
