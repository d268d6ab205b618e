import { describe, expect, it } from 'vitest'
import { doneMessage } from './done-messages.ts'

const clients = [{ id: 'latchkey-cli', name: 'Latchkey CLI' }]

describe('doneMessage', () => {
  it('sends the user back to a client that the server knows', () => {
    expect(doneMessage('?client=latchkey-cli', clients)).toEqual({
      title: 'You can close this tab',
      text: 'Go back to Latchkey CLI.',
    })
  })

  it('shows no text of the address', () => {
    for (const search of ['', '?client=Your%20bank', '?client=<b>x</b>&error=Call%20555', '?client=toString']) {
      const { title, text } = doneMessage(search, clients)
      expect(`${title} ${text}`).toMatch(/the program/)
      expect(`${title} ${text}`).not.toMatch(/bank|<b>|555|toString/)
    }
  })

  it('confirms that the user said no', () => {
    expect(doneMessage('?client=latchkey-cli&error=access_denied', clients)).toEqual({
      title: 'You said no',
      text: 'Nothing was given. You can close this tab and go back to Latchkey CLI.',
    })
  })

  it('leaves other errors to the client to explain', () => {
    expect(doneMessage('?client=latchkey-cli&error=server_error', clients).title).toBe('That didn’t work')
  })
})
