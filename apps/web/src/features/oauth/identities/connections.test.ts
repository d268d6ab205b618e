import type { IdentityView } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import { type Connection, connectionsOf, isLastSignInMethod } from './connections.ts'

const google = { id: 'google', name: 'Google' }
const example = { id: 'example', name: 'Example ID' }

function identity(id: string, provider: string): IdentityView {
  return { id, provider, providerName: provider, email: null, linkedAt: '', lastUsedAt: '', stepsUp: true }
}

function connection(connected: IdentityView): Connection {
  return { key: connected.id, provider: google, identity: connected, offered: true }
}

describe('connectionsOf', () => {
  it('lists providers on offer, connected or not, in the order of the server', () => {
    const connected = identity('1', 'example')
    expect(connectionsOf([connected], [google, example])).toEqual([
      { key: 'google', provider: google, identity: null, offered: true },
      { key: '1', provider: example, identity: connected, offered: true },
    ])
  })

  it('lists several accounts of one provider, and those of providers that are gone', () => {
    const gone = identity('3', 'github')
    const lines = connectionsOf([gone, identity('1', 'google'), identity('2', 'google')], [google])
    expect(lines.map(({ key }) => key)).toEqual(['1', '2', '3'])
    expect(lines.at(-1)).toEqual({
      key: '3',
      provider: { id: 'github', name: 'GitHub' },
      identity: gone,
      offered: false,
    })
  })
})

describe('isLastSignInMethod', () => {
  const one = identity('1', 'google')

  it('is true without a password and without another provider on offer', () => {
    expect(isLastSignInMethod(connection(one), { hasPassword: false, identities: [one] }, [google])).toBe(true)
    const withGone = { hasPassword: false, identities: [one, identity('2', 'gone')] }
    expect(isLastSignInMethod(connection(one), withGone, [google])).toBe(true)
  })

  it('is false with either', () => {
    expect(isLastSignInMethod(connection(one), { hasPassword: true, identities: [one] }, [google])).toBe(false)
    const withOther = { hasPassword: false, identities: [one, identity('2', 'example')] }
    expect(isLastSignInMethod(connection(one), withOther, [google, example])).toBe(false)
  })
})
