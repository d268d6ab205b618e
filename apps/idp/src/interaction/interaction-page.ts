import { type Account, accounts } from '../accounts.ts'
import { type Fault, faultGroups } from '../faults/fault.ts'
import { faultsAt } from '../faults/faults.ts'
import { type Html, html } from '../pages/html.ts'
import { layout } from '../pages/layout.ts'
import { type ProviderId, providerNames } from '../provider-id.ts'

export interface InteractionPage {
  readonly provider: ProviderId
  readonly redirectUri: string
  readonly scope: string
  readonly problem: string | null
}

export function interactionPage({ provider, redirectUri, scope, problem }: InteractionPage): Html {
  const offered = faultsAt(provider)
  return layout(
    `${providerNames[provider]} (local)`,
    html`
      <p>
        Choose who to be and what should happen. Continue goes back to <b>${URL.parse(redirectUri)?.origin ?? ''}</b>,
        which asked for <b>${scope === '' ? 'nothing in particular' : scope}</b>.
      </p>
      ${problem === null ? [] : html`<p class="problem" role="alert">${problem}</p>`}
      <form method="post">
        <fieldset>
          <legend>Person</legend>
          ${accounts.map((account, index) => option('person', account.id, account.name, describeEmail(account), index === 0))}
          <div class="field">
            <label for="login">Or someone new</label>
            <input
              id="login"
              name="login"
              autocomplete="off"
              autocapitalize="none"
              spellcheck="false"
              maxlength="64"
              aria-describedby="login-hint"
            />
            <small id="login-hint">A short name, which wins over the list: name@example.com, verified.</small>
          </div>
        </fieldset>
        ${faultGroups.map((group) => faultGroup(group, offered))}
        <div class="actions"><button type="submit">Continue</button></div>
      </form>
    `,
  )
}

function faultGroup(group: Fault['group'], offered: readonly Fault[]): Html {
  return html`<fieldset>
    <legend>${group}</legend>
    ${offered
      .filter((fault) => fault.group === group)
      .map(({ id, title, does }) => option('behaviour', id, title, does, id === 'normal'))}
  </fieldset>`
}

/** The line under a choice is its description and not part of its accessible name, which is "Ada Lovelace" alone. */
function option(field: string, value: string, name: string, line: string, checked: boolean): Html {
  const id = `${field}-${value}`
  return html`<div class="option">
    <input
      type="radio"
      id="${id}"
      name="${field}"
      value="${value}"
      aria-describedby="${id}-line"
      ${checked ? 'checked' : ''}
    />
    <label for="${id}">${name}</label>
    <small id="${id}-line">${line}</small>
  </div>`
}

/** Describes the e-mail address of an account in one line. */
export function describeEmail({ email, emailVerified }: Account): string {
  if (email === null) return 'no e-mail'
  return emailVerified ? `${email}, verified` : `${email}, not verified`
}
