import { accounts } from '../accounts.ts'
import { faults } from '../faults/faults.ts'
import { describeEmail } from '../interaction/interaction-page.ts'
import { localClient } from '../local-client.ts'
import { type ProviderId, providerIds, providerNames } from '../provider-id.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'

export function indexPage(origin: string): Html {
  return layout(
    'Providers (local)',
    html`
      <h2>Providers</h2>
      <ul>
        ${providerIds.map(
          (id) =>
            html`<li>
              <b>${providerNames[id]}</b> <small><code>${origin}/${id}</code></small>
            </li>`,
        )}
      </ul>
      <p>
        Client <code>${localClient.id}</code>, secret <code>${localClient.secret}</code>, callbacks
        <code>http://localhost:*/oauth/callback/*</code>.
      </p>
      <h2>People</h2>
      <ul>
        ${accounts.map((account) => html`<li><b>${account.name}</b> <small>${describeEmail(account)}</small></li>`)}
      </ul>
      <h2>Behaviours</h2>
      <ul>
        ${faults.map(
          ({ id, does, at }) => html`<li><code>${id}</code> <small>${does} (${describePlaces(at)})</small></li>`,
        )}
      </ul>
    `,
  )
}

/** Names the providers that offer a fault. */
function describePlaces(at: readonly ProviderId[]): string {
  if (at.length === providerIds.length) return 'everywhere'
  return at.map((name) => providerNames[name]).join(', ')
}
