import { describe, expect, it } from 'vitest'
import { en as screens } from '../apps/web/src/messages/en.ts'
import { en as mails } from '../packages/mail/src/messages/en.ts'

const { events, origin } = mails
const textsOfScreens: Readonly<Record<string, string>> = screens.events

describe('messages say of events what the web app says', () => {
  const shared = Object.entries(events).flatMap(([name, text]) =>
    typeof text === 'string' && name in textsOfScreens ? [[name, text] as const] : [],
  )

  it.each(shared)('%s', (name, text) => {
    expect(text).toBe(textsOfScreens[name]?.replaceAll(/<\/?bdi>/g, ''))
  })

  it('for most texts', () => {
    expect(shared.length).toBeGreaterThan(10)
    expect(events.aProvider).toBe(screens.fault.theProvider)
  })

  it.each(['andEnded', 'andConnected'] as const)('%s', (name) => {
    const [one = '', other = ''] = [events[name].one, events[name].other].map((text) =>
      text.replace(/^, \{count\} /, '# ').replace(/ can still sign in$/, ''),
    )
    const text = screens.events[name].replace(/ can still sign in$/, '')
    expect(text).toBe(`{text}, {count, plural, one {${one}} other {${other}}}`)
  })

  it('in the same words for what is known of a request', () => {
    expect(origin).toMatchObject({
      when: screens.timeline.when,
      device: screens.device.device,
      address: screens.timeline.address,
      place: screens.sessionDetails.place,
    })
  })
})
