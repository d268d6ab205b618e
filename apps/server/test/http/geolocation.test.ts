import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/config/config-error.ts'
import { openMaxmindGeolocation } from '../../src/geolocation/maxmind-geolocation.ts'
import { geolocationDatabase } from '../support/maxmind-database.ts'
import { startTestServer } from '../support/test-server.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  return () => rmSync(folder, { recursive: true })
})

function write(bytes: Buffer | string): string {
  const file = join(folder, 'geolocation.mmdb')
  writeFileSync(file, bytes)
  return file
}

const opened = (...database: Parameters<typeof geolocationDatabase>) =>
  openMaxmindGeolocation(write(geolocationDatabase(...database)))

const berlin = {
  city: { geoname_id: 2_950_159, names: { de: 'Berlin', en: 'Berlin' } },
  continent: { code: 'EU', names: { en: 'Europe' } },
  country: { iso_code: 'DE', is_in_european_union: true, names: { de: 'Deutschland', en: 'Germany' } },
  subdivisions: [{ iso_code: 'BE', names: { en: 'Land Berlin' } }],
}
const germany = { country: berlin.country, registered_country: { names: { en: 'France' } } }
const singapore = { city: { names: { en: 'Singapore' } }, country: { names: { en: 'Singapore' } } }

describe('a place', () => {
  it.each([24, 28, 32] as const)('is a city and its country, or the one that is known (%i bits)', (recordSize) => {
    const networks = {
      '203.0.113.0/25': berlin,
      '203.0.113.128/26': germany,
      '203.0.113.192/32': { city: berlin.city },
      '198.51.100.0/24': singapore,
      '2001:db8:1::/48': berlin,
      '2001:db8:2::/64': germany,
    }
    const geolocation = opened(networks, { recordSize })
    expect(geolocation.placeOf('203.0.113.7')).toBe('Berlin, Germany')
    expect(geolocation.placeOf('203.0.113.127')).toBe('Berlin, Germany')
    expect(geolocation.placeOf('203.0.113.128')).toBe('Germany')
    expect(geolocation.placeOf('203.0.113.192')).toBe('Berlin')
    expect(geolocation.placeOf('203.0.113.193')).toBeNull()
    expect(geolocation.placeOf('198.51.100.255')).toBe('Singapore')
    expect(geolocation.placeOf('2001:DB8:1:2::3')).toBe('Berlin, Germany')
    expect(geolocation.placeOf('2001:db8:2::1')).toBe('Germany')
    expect(geolocation.placeOf('2001:db8:2:1::1')).toBeNull()
    expect(geolocation.placeOf('192.0.2.1')).toBeNull()
  })

  it('is the same for an IPv4 address in IPv6 form', () => {
    const geolocation = opened({ '203.0.113.0/24': berlin })
    expect(geolocation.placeOf('::ffff:203.0.113.7')).toBe('Berlin, Germany')
    expect(geolocation.placeOf('::FFFF:CB00:7107')).toBe('Berlin, Germany')
    expect(geolocation.placeOf('::ffff:192.0.2.1')).toBeNull()
  })

  it('is not found for an IPv6 address among IPv4 networks', () => {
    const geolocation = opened({ '203.0.113.0/24': berlin }, { ipVersion: 4 })
    expect(geolocation.placeOf('203.0.113.7')).toBe('Berlin, Germany')
    expect(geolocation.placeOf('cb00:7107::1')).toBeNull()
  })

  it('is null for a private address, although the database has one', () => {
    const [everywhere, fe80] = [{ '0.0.0.0/1': berlin, '128.0.0.0/1': berlin }, { '8000::/1': berlin }]
    const geolocation = opened({ ...everywhere, ...fe80 })
    expect(geolocation.placeOf('8.8.8.8')).toBe('Berlin, Germany')
    for (const ip of ['10.0.0.1', '127.0.0.1', '192.168.1.1', '172.16.0.1', '169.254.1.1', '100.64.0.1', '0.0.0.0']) {
      expect([ip, geolocation.placeOf(ip)]).toEqual([ip, null])
      expect([ip, geolocation.placeOf(`::ffff:${ip}`)]).toEqual([ip, null])
    }
    expect(geolocation.placeOf('fe00::1')).toBe('Berlin, Germany')
    for (const ip of ['::1', '::', 'fe80::1', 'fd00::1']) expect([ip, geolocation.placeOf(ip)]).toEqual([ip, null])
  })

  it('is null for a missing or malformed address', () => {
    const geolocation = opened({ '0.0.0.0/1': berlin })
    for (const ip of [null, '', 'localhost', '203.0.113', '203.0.113.7:80', '1.2.3.4.5', '::g']) {
      expect([ip, geolocation.placeOf(ip)]).toEqual([ip, null])
    }
  })

  it.each<readonly [string, unknown, string | null]>([
    ['is a text', 'Berlin', null],
    ['is a list', [berlin], null],
    ['is a number', 7, null],
    ['is empty', {}, null],
    ['has other fields', { autonomous_system_number: 64_500 }, null],
    ['has texts for places', { city: 'Berlin', country: 'Germany' }, null],
    ['has no English names', { city: { names: { de: 'München' } }, country: berlin.country }, 'Germany'],
    ['has a name that is none', { city: { names: { en: 7 } }, country: { names: { en: '' } } }, null],
    ['has a name of two lines', { city: { names: { en: 'Ber\nlin' } }, country: berlin.country }, 'Germany'],
    ['has an endless name', { city: { names: { en: 'x'.repeat(500) } }, country: berlin.country }, 'Germany'],
    ['points at itself', Buffer.from('2000', 'hex'), null],
    ['points out of the file', Buffer.from('38ffffffff', 'hex'), null],
    ['has a type that there is not', Buffer.from('00ff', 'hex'), null],
    ['is longer than the file', Buffer.from('5fffffff', 'hex'), null],
  ])('is null or the valid part of a record that %s', (_, record, place) => {
    expect(opened({ '203.0.113.0/24': record }).placeOf('203.0.113.7')).toBe(place)
  })
})

describe('a file', () => {
  const whole = geolocationDatabase({ '203.0.113.0/24': berlin, '2001:db8::/32': germany })
  const metadata = whole.subarray(whole.lastIndexOf(Buffer.from('ABCDEF', 'hex')))

  function refusalOf(file: string): string {
    try {
      openMaxmindGeolocation(file)
    } catch (error) {
      if (error instanceof ConfigError) return error.message
      throw error
    }
    return expect.unreachable('it was taken')
  }

  it.each<readonly [string, Buffer | string]>([
    ['empty', ''],
    ['a text', 'Buy milk. '.repeat(200)],
    ['noise', Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 167) % 251))],
    ['cut at the end', whole.subarray(0, -metadata.length)],
    ['cut in its metadata', whole.subarray(0, -metadata.length + 40)],
    ['cut at the beginning', whole.subarray(whole.length / 2)],
    ['metadata alone', metadata],
    ['packed', gzipSync(whole)],
    ['a database and much after it', Buffer.concat([whole, Buffer.alloc(200_000)])],
    [
      'of a later format',
      Buffer.from(whole.toString('latin1').replace('major_version\u{A1}\u{2}', 'major_version\u{A1}\u{3}'), 'latin1'),
    ],
  ])('is refused in one line when it is %s', (_, bytes) => {
    const file = write(bytes)
    expect(refusalOf(file)).toBe(
      `PLACE_DATABASE: ${file} is no MaxMind database: set it to an unpacked .mmdb file, or leave it out.`,
    )
  })

  it('is refused in one line when it is missing or a folder', () => {
    for (const file of [join(folder, 'missing.mmdb'), folder]) {
      expect(refusalOf(file)).toBe(`PLACE_DATABASE: ${file} can’t be read: set it to an .mmdb file, or leave it out.`)
    }
  })

  it('is read once, and can be deleted later', () => {
    const file = write(whole)
    const geolocation = openMaxmindGeolocation(file)
    rmSync(file)
    expect(geolocation.placeOf('2001:db8::1')).toBe('Germany')
  })
})

describe('a server', () => {
  it('shows places only when a database is configured', async () => {
    const file = write(geolocationDatabase({ '203.0.113.0/24': berlin }))
    const { container } = await startTestServer({ env: { PLACE_DATABASE: file } })
    expect(container.auth.geolocation.placeOf('203.0.113.7')).toBe('Berlin, Germany')
    const without = await startTestServer()
    expect(without.container.auth.geolocation.placeOf('203.0.113.7')).toBeNull()
  })
})
