import { type Behaviour, behaviourGroups } from '../behaviours/behaviour.ts'
import { behavioursAt } from '../behaviours/behaviours.ts'
import { people, type Person } from '../people.ts'
import { type ProviderId, providerNames } from '../provider-id.ts'
import { type Html, html } from '../pages/html.ts'
import { layout } from '../pages/layout.ts'

export interface InteractionPage {
  readonly provider: ProviderId
  readonly redirectUri: string
  readonly scope: string
  readonly problem: string | null
}

export function interactionPage({ provider, redirectUri, scope, problem }: InteractionPage): Html {
  const offered = behavioursAt(provider)
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
          ${people.map((person, index) => option('person', person.id, person.name, emailOf(person), index === 0))}
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
        ${behaviourGroups.map((group) => behaviourGroup(group, offered))}
        <div class="actions"><button type="submit">Continue</button></div>
      </form>
    `,
  )
}

function behaviourGroup(group: Behaviour['group'], offered: readonly Behaviour[]): Html {
  return html`<fieldset>
    <legend>${group}</legend>
    ${offered
      .filter((behaviour) => behaviour.group === group)
      .map(({ id, title, does }) => option('behaviour', id, title, does, id === 'normal'))}
  </fieldset>`
}

/** The line under a choice describes it and isn't part of its name: "Ada Lovelace" is all that is read as the name. */
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

export function emailOf({ email, emailVerified }: Person): string {
  if (email === null) return 'no e-mail'
  return emailVerified ? `${email}, verified` : `${email}, not verified`
}
