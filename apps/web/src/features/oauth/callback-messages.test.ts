import { errorReasons } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import { callbackFailureMessage } from './callback-messages.ts'

const google = { name: 'Google', kind: 'sign_in', signedIn: false } as const

describe('callbackFailureMessage', () => {
  it('names the provider and what did not happen', () => {
    expect(callbackFailureMessage('ID_TOKEN_NONCE', google).title).toBe('You aren’t signed in with Google')
    expect(callbackFailureMessage(null, { ...google, kind: 'link' }).title).toBe('Google isn’t connected')
    expect(callbackFailureMessage(null, { ...google, kind: 'step_up' }).title).toBe('Google didn’t confirm it’s you')
  })

  it('does not call it an error when the user cancelled at the provider', () => {
    expect(callbackFailureMessage('AUTHORIZATION_DENIED', google).text).toBe(
      'You didn’t continue at Google, so nothing was changed.',
    )
  })

  it('leads to the sign-in page where that has to come first', () => {
    expect(callbackFailureMessage('LINK_REQUIRES_SIGN_IN', google)).toEqual({
      title: 'Sign in first',
      text: 'There is already a user here with this e-mail address. Sign in as them first; then we connect Google.',
      nextStep: 'sign_in_first',
    })
  })

  it('does not send a user who is signed in as another user to sign in', () => {
    expect(callbackFailureMessage('LINK_REQUIRES_SIGN_IN', { ...google, signedIn: true }).nextStep).toBe('another_way')
  })

  it('does not offer to try again where the result would be the same', () => {
    expect(callbackFailureMessage('PROVIDER_EMAIL_MISSING', google).nextStep).toBe('sign_up')
    expect(callbackFailureMessage('PROVIDER_NOT_FOUND', google).nextStep).toBe('another_way')
  })

  it('has a title for every reason, and never mentions a form', () => {
    for (const reason of errorReasons) {
      const { title, text } = callbackFailureMessage(reason, google)
      expect(title).not.toBe('')
      expect(text ?? '').not.toMatch(/form|the provider/i)
    }
  })
})
