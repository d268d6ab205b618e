import { describe, expect, it } from 'vitest'
import type { ClientHints } from './request-info.ts'
import { describeDevice } from './describe-device.ts'

const agents: readonly (readonly [agent: string, name: string, device: string])[] = [
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'Chrome on macOS',
    'desktop',
  ],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Windows', 'desktop'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
    'Edge on Windows',
    'desktop',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari on iPhone',
    'mobile',
  ],
  [
    'Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari on iPad',
    'tablet',
  ],
  [
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
    'Chrome on Android',
    'mobile',
  ],
  [
    'Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36',
    'Samsung Internet on Android',
    'mobile',
  ],
  [
    'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'Chrome on Chrome OS',
    'desktop',
  ],
  ['curl/8.5.0', 'curl', 'script'],
  ['deploy-script/1.0 (node)', 'deploy-script', 'script'],
  ['<script>alert(1)</script>', 'Unknown device', 'script'],
  ['Mozilla/5.0', 'Unknown device', 'unknown'],
  ['', 'Unknown device', 'unknown'],
]

describe('describeDevice', () => {
  it.each(agents)('describes %s', (agent, name, device) => {
    expect(describeDevice(agent)).toMatchObject({ name, device })
  })

  it('returns an unknown device when there is no user agent', () => {
    expect(describeDevice(null)).toEqual({ browser: null, os: null, device: 'unknown', name: 'Unknown device' })
  })

  it('parses only the beginning of an overlong user agent', () => {
    const { name } = describeDevice('x'.repeat(100_000))
    expect(name).toHaveLength(40)
    expect(describeDevice(`Mozilla/5.0 (${' '.repeat(100_000)} Chrome/140.0.0.0`).browser).toBeNull()
  })
})

const chromeOn = (system: string, more = ''): string =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 ${more}Safari/537.36`
const [mac, windows, cros, linux] = [
  'Macintosh; Intel Mac OS X 10_15_7',
  'Windows NT 10.0; Win64; x64',
  'X11; CrOS x86_64 14541.0.0',
  'X11; Linux x86_64',
].map((system) => chromeOn(system)) as [string, string, string, string]
const phone = chromeOn('Linux; Android 10; K', 'Mobile ')
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1'

function hintsOf(
  brands: readonly string[],
  platform: string | null = null,
  mobile: boolean | null = null,
): ClientHints {
  return { brands, platform, mobile }
}

describe('client hints', () => {
  it.each<readonly [agent: string | null, hints: ClientHints, name: string, device: string]>([
    [mac, hintsOf(['Chromium', 'Not=A?Brand', 'Google Chrome'], 'macOS', false), 'Chrome on macOS', 'desktop'],
    [mac, hintsOf(['Brave', 'Chromium', 'Not_A Brand'], 'macOS', false), 'Brave on macOS', 'desktop'],
    [windows, hintsOf(['Microsoft Edge', 'Chromium', 'Not_A Brand'], 'Windows', false), 'Edge on Windows', 'desktop'],
    [windows, hintsOf(['Not;A=Brand', 'Vivaldi', 'Chromium'], 'Windows', false), 'Vivaldi on Windows', 'desktop'],
    [mac, hintsOf(['Opera', 'Not)A;Brand', 'Chromium'], 'macOS', false), 'Opera on macOS', 'desktop'],
    [cros, hintsOf(['Google Chrome', 'Chromium'], 'Chrome OS', false), 'Chrome on Chrome OS', 'desktop'],
    [phone, hintsOf(['Google Chrome', 'Chromium'], 'Android', true), 'Chrome on Android', 'mobile'],
    [phone, hintsOf(['Chromium', 'Samsung Internet'], 'Android', true), 'Samsung Internet on Android', 'mobile'],
    [null, hintsOf(['Brave', 'Chromium'], 'Linux', false), 'Brave on Linux', 'desktop'],
  ])('are used beside the user agent %s: %j', (agent, hints, name, device) => {
    expect(describeDevice(agent, hints)).toMatchObject({ name, device })
  })

  it('override the user agent of a Chromium browser', () => {
    const tablet = hintsOf(['Brave', 'Chromium'], 'Android', false)
    expect(describeDevice(linux, tablet)).toMatchObject({ name: 'Brave on Android', device: 'tablet' })
    const phones = hintsOf(['Google Chrome'], 'Android', true)
    expect(describeDevice(linux, phones)).toMatchObject({ name: 'Chrome on Android', device: 'mobile' })
    expect(describeDevice(phone, hintsOf([], 'Windows', false))).toMatchObject({ os: 'Windows', device: 'desktop' })
  })

  it('that prefer mobile pages leave a tablet a tablet', () => {
    expect(describeDevice(chromeOn('Linux; Android 15; Tab'), hintsOf([], 'Android', true)).device).toBe('tablet')
  })

  it.each([
    [firefox, 'Firefox on Windows', 'desktop'],
    [safari, 'Safari on iPhone', 'mobile'],
    ['curl/8.5.0', 'curl', 'script'],
  ])('are ignored beside the user agent %s, which is not of Chromium', (agent, name, device) => {
    expect(describeDevice(agent, hintsOf(['Brave', 'Chromium'], 'Linux', false))).toMatchObject({ name, device })
  })

  it.each([
    [[]],
    [['Chromium', 'Not A Brand']],
    [['Not;A=Brand']],
    [[' Not A;Brand', '(Not(A:Brand', 'Not/A)Brand', 'Not.A/Brand', '']],
    [['99', 'Chromium']],
  ])('with the brands %j leave the browser to the user agent', (brands) => {
    expect(describeDevice(mac, hintsOf(brands)).name).toBe('Chrome on macOS')
    expect(describeDevice(null, hintsOf(brands)).name).toBe('Unknown device')
  })

  it('without a usable platform leave the system to the user agent', () => {
    for (const platform of [null, '', ' ', 'Unknown']) {
      expect(describeDevice(mac, hintsOf(['Brave'], platform)).name).toBe('Brave on macOS')
    }
  })

  it('give a browser the same name in any order of its brands', () => {
    for (const brands of [
      ['Google Chrome', 'Yowser', 'YaBrowser', 'Chromium'],
      ['YaBrowser', 'Chromium', 'Google Chrome', 'Yowser'],
    ]) {
      expect(describeDevice(windows, hintsOf(brands)).browser).toBe('Yandex Browser')
    }
  })

  it('are cut to one short line of text', () => {
    const { browser, os } = describeDevice(
      mac,
      hintsOf([`Br\u0000a\nve\u202E${'e'.repeat(100)}`], `B${'e'.repeat(100)}OS`),
    )
    expect(browser).toBe(`Brave${'e'.repeat(35)}`)
    expect(os).toHaveLength(40)
    expect(describeDevice(null, hintsOf(['constructor'])).browser).toBe('constructor')
  })
})
