import { describe, expect, it } from 'vitest'
import { english } from '../../language/testing-texts.ts'
import { doneText } from './done-texts.ts'

const texts = english('consent')
const clients = [{ id: 'latchkey-cli', name: 'Latchkey CLI' }]

describe('the text of the tab that a client leaves behind', () => {
  it('sends the user back to a client that the server knows', () => {
    expect(doneText('?client=latchkey-cli', clients, texts)).toEqual({
      title: 'You can close this tab',
      text: 'Go back to Latchkey CLI.',
    })
  })

  it('shows no text of the address', () => {
    for (const search of ['', '?client=Your%20bank', '?client=<b>x</b>&error=Call%20555', '?client=toString']) {
      const { title, text } = doneText(search, clients, texts)
      expect(`${title} ${text}`).toMatch(/the app/)
      expect(`${title} ${text}`).not.toMatch(/bank|<b>|555|toString/)
    }
  })

  it('says that the request was denied', () => {
    expect(doneText('?client=latchkey-cli&error=access_denied', clients, texts)).toEqual({
      title: 'Request denied',
      text: 'No access was granted. You can close this tab and go back to Latchkey CLI.',
    })
  })

  it('leaves other errors to the client to explain', () => {
    expect(doneText('?client=latchkey-cli&error=server_error', clients, texts).title).toBe('That didn’t work')
  })
})
