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
  const [first] = accounts
  return layout(
    `${providerNames[provider]} (local)`,
    html`
      <p>
        Choose who you are. You go back to <b>${URL.parse(redirectUri)?.origin ?? ''}</b>, which asked for
        <b>${scope === '' ? 'nothing in particular' : scope}</b>.
      </p>
      ${problem === null ? [] : html`<p class="problem" role="alert">${problem}</p>`}
      <form method="post">
        ${enterButton}
        <section class="people" aria-label="People">${accounts.map(personButton)}</section>
        <div class="new">
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
          <button type="submit">Continue</button>
          <small id="login-hint">A short name: name@example.com, verified.</small>
        </div>
        <details>
          <summary>Try a failure</summary>
          <p>Choose what goes wrong, then who you are.</p>
          ${faultGroups.map((group) => faultGroup(group, offered))}
          <div class="actions">${first === undefined ? [] : continueAs(first)}</div>
        </details>
      </form>
    `,
  )
}

/** What Enter in the field presses: the first button of the form, which must not be a person of the list. */
const enterButton = html`<button type="submit" hidden></button>`

/** One click is the whole choice. The line is the description and not part of the name, which is "Ada Lovelace" alone. */
function personButton({ id, name, ...account }: Account): Html {
  return html`<button
    type="submit"
    class="person"
    name="person"
    value="${id}"
    aria-labelledby="${id}-name"
    aria-describedby="${id}-email"
  >
    <b id="${id}-name">${name}</b>
    <small id="${id}-email">${describeEmail({ id, name, ...account })}</small>
  </button>`
}

/** At hand below the failures, of which there are screens full. */
function continueAs({ id, name }: Account): Html {
  return html`<button type="submit" name="person" value="${id}">Continue as ${name}</button>`
}

function faultGroup(group: Fault['group'], offered: readonly Fault[]): Html {
  return html`<fieldset>
    <legend>${group}</legend>
    ${offered.filter((fault) => fault.group === group).map(faultOption)}
  </fieldset>`
}

/** The line under a choice is its description and not part of its accessible name. */
function faultOption({ id, title, does }: Fault): Html {
  return html`<div class="option">
    <input
      type="radio"
      id="fault-${id}"
      name="behaviour"
      value="${id}"
      aria-describedby="fault-${id}-line"
      ${id === 'normal' ? 'checked' : ''}
    />
    <label for="fault-${id}">${title}</label>
    <small id="fault-${id}-line">${does}</small>
  </div>`
}

/** Describes the email address of an account in one line. */
export function describeEmail({ email, emailVerified }: Account): string {
  if (email === null) return 'no email'
  return emailVerified ? `${email}, verified` : `${email}, not verified`
}
