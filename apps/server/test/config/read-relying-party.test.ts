import { describe, expect, it } from 'vitest'
import { readRelyingParty } from '../../src/config/read-relying-party.ts'

const host = 'https://id.example.com'

describe('the relying party of passkeys', () => {
  it.each([
    [host, undefined, 'id.example.com'],
    [host, 'id.example.com', 'id.example.com'],
    [host, 'example.com', 'example.com'],
    ['https://id.example.com:8443', 'example.com', 'example.com'],
    ['http://localhost:3000', undefined, 'localhost'],
    ['http://localhost:3000', 'localhost', 'localhost'],
    ['http://127.0.0.1:3000', undefined, null],
    ['http://[::1]:3000', undefined, null],
    ['https://192.0.2.1', undefined, null],
  ])('of a server at %s with PASSKEY_RP_ID=%s is %s', (publicUrl, rpId, id) => {
    const url = new URL(publicUrl)
    const relyingParty = id === null ? null : { id, name: 'Latchkey', origin: url.origin }
    expect(readRelyingParty(url, rpId)).toEqual({ relyingParty, problems: [] })
  })

  it.each([
    [host, 'com'],
    [host, 'other.example.com'],
    [host, 'ample.com'],
    [host, 'a.id.example.com'],
    [host, 'https://example.com'],
    [host, 'Example.com'],
    ['http://localhost:3000', 'example.com'],
    ['https://192.0.2.1', '2.1'],
    ['https://192.0.2.1', '192.0.2.1'],
    ['http://[::1]:3000', '[::1]'],
  ])('of a server at %s can’t be %s', (publicUrl, rpId) => {
    const { relyingParty, problems } = readRelyingParty(new URL(publicUrl), rpId)
    expect(relyingParty).toBeNull()
    expect(problems).toEqual([expect.stringContaining('PASSKEY_RP_ID must be')])
  })
})
