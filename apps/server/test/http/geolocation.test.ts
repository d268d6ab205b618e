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
  const file = join(folder, 'places.mmdb')
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
  it.each([24, 28, 32] as const)('is a city and its country, else what is known of the two (%i bits)', (recordSize) => {
    const networks = {
      '203.0.113.0/25': berlin,
      '203.0.113.128/26': germany,
      '203.0.113.192/32': { city: berlin.city },
      '198.51.100.0/24': singapore,
      '2001:db8:1::/48': berlin,
      '2001:db8:2::/64': germany,
    }
    const places = opened(networks, { recordSize })
    expect(places.placeOf('203.0.113.7')).toBe('Berlin, Germany')
    expect(places.placeOf('203.0.113.127')).toBe('Berlin, Germany')
    expect(places.placeOf('203.0.113.128')).toBe('Germany')
    expect(places.placeOf('203.0.113.192')).toBe('Berlin')
    expect(places.placeOf('203.0.113.193')).toBeNull()
    expect(places.placeOf('198.51.100.255')).toBe('Singapore')
    expect(places.placeOf('2001:DB8:1:2::3')).toBe('Berlin, Germany')
    expect(places.placeOf('2001:db8:2::1')).toBe('Germany')
    expect(places.placeOf('2001:db8:2:1::1')).toBeNull()
    expect(places.placeOf('192.0.2.1')).toBeNull()
  })

  it('of an IPv4 address in IPv6 form is that of the IPv4 address', () => {
    const places = opened({ '203.0.113.0/24': berlin })
    expect(places.placeOf('::ffff:203.0.113.7')).toBe('Berlin, Germany')
    expect(places.placeOf('::FFFF:CB00:7107')).toBe('Berlin, Germany')
    expect(places.placeOf('::ffff:192.0.2.1')).toBeNull()
  })

  it('is not found for an IPv6 address among IPv4 networks', () => {
    const places = opened({ '203.0.113.0/24': berlin }, { ipVersion: 4 })
    expect(places.placeOf('203.0.113.7')).toBe('Berlin, Germany')
    expect(places.placeOf('cb00:7107::1')).toBeNull()
  })

  it('is not what a private address has, whatever the database says', () => {
    const [everywhere, fe80] = [{ '0.0.0.0/1': berlin, '128.0.0.0/1': berlin }, { '8000::/1': berlin }]
    const places = opened({ ...everywhere, ...fe80 })
    expect(places.placeOf('8.8.8.8')).toBe('Berlin, Germany')
    for (const ip of ['10.0.0.1', '127.0.0.1', '192.168.1.1', '172.16.0.1', '169.254.1.1', '100.64.0.1', '0.0.0.0']) {
      expect([ip, places.placeOf(ip)]).toEqual([ip, null])
      expect([ip, places.placeOf(`::ffff:${ip}`)]).toEqual([ip, null])
    }
    expect(places.placeOf('fe00::1')).toBe('Berlin, Germany')
    for (const ip of ['::1', '::', 'fe80::1', 'fd00::1']) expect([ip, places.placeOf(ip)]).toEqual([ip, null])
  })

  it('is not what a missing address has, or one that is none', () => {
    const places = opened({ '0.0.0.0/1': berlin })
    for (const ip of [null, '', 'localhost', '203.0.113', '203.0.113.7:80', '1.2.3.4.5', '::g']) {
      expect([ip, places.placeOf(ip)]).toEqual([ip, null])
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
  ])('is null or what is sound of a record that %s', (_, record, place) => {
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
  ])('that is %s is refused in one line', (_, bytes) => {
    const file = write(bytes)
    expect(refusalOf(file)).toBe(
      `PLACE_DATABASE: ${file} is no MaxMind database: set it to an unpacked .mmdb file, or leave it out.`,
    )
  })

  it('that is missing, or a folder, is refused in one line', () => {
    for (const file of [join(folder, 'missing.mmdb'), folder]) {
      expect(refusalOf(file)).toBe(`PLACE_DATABASE: ${file} can’t be read: set it to an .mmdb file, or leave it out.`)
    }
  })

  it('is read once: one that goes away later is not missed', () => {
    const file = write(whole)
    const places = openMaxmindGeolocation(file)
    rmSync(file)
    expect(places.placeOf('2001:db8::1')).toBe('Germany')
  })
})

describe('a server', () => {
  it('knows places only where a database is configured', async () => {
    const file = write(geolocationDatabase({ '203.0.113.0/24': berlin }))
    const { container } = await startTestServer({ env: { PLACE_DATABASE: file } })
    expect(container.auth.geolocation.placeOf('203.0.113.7')).toBe('Berlin, Germany')
    const without = await startTestServer()
    expect(without.container.auth.geolocation.placeOf('203.0.113.7')).toBeNull()
  })
})
