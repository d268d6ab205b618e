import { errorReasons } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import { english } from '../../language/testing-texts.ts'
import { callbackText, type FailedAuthorization } from './callback-text.ts'

function text(reason: Parameters<typeof callbackText>[0], failed: FailedAuthorization) {
  return callbackText(reason, failed, english('callback'))
}

const google = { name: 'Google', kind: 'sign_in', signedIn: false } as const

describe('the text of a failed callback', () => {
  it('names the provider and what did not happen', () => {
    expect(text('ID_TOKEN_NONCE', google).title).toBe('Couldn’t sign in with Google')
    expect(text(null, { ...google, kind: 'link' }).title).toBe('Google isn’t connected')
    expect(text(null, { ...google, kind: 'step_up' }).title).toBe('Google didn’t confirm it’s you')
  })

  it('does not call it an error when the user cancelled at the provider', () => {
    expect(text('AUTHORIZATION_DENIED', google).text).toBe('You cancelled at Google.')
  })

  it('leads to the sign-in page where that has to come first', () => {
    expect(text('LINK_REQUIRES_SIGN_IN', google)).toEqual({
      title: 'Sign in first',
      text: 'An account with this email already exists. Sign in to it to connect Google.',
      nextStep: 'sign_in_first',
    })
  })

  it('does not send a user who is signed in as another user to sign in', () => {
    expect(text('LINK_REQUIRES_SIGN_IN', { ...google, signedIn: true }).nextStep).toBe('another_way')
  })

  it('does not offer to try again where the result would be the same', () => {
    expect(text('PROVIDER_EMAIL_MISSING', google).nextStep).toBe('sign_up')
    expect(text('PROVIDER_EMAIL_UNVERIFIED', google).nextStep).toBe('sign_up')
    expect(text('PROVIDER_NOT_FOUND', google).nextStep).toBe('another_way')
  })

  it('has a title for every reason, and never mentions a form', () => {
    for (const reason of errorReasons) {
      const { title, text: shown } = text(reason, google)
      expect(title).not.toBe('')
      expect(shown ?? '').not.toMatch(/form|the provider/i)
    }
  })
})
