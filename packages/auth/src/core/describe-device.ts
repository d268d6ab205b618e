import type { DeviceClass } from '@latchkey/schema'
import { parse } from 'bowser'
import type { ClientHints } from './request-info.ts'
import { browserBrand } from './browser-brand.ts'

/** The device of a request, as the request describes it. */
export interface DeviceDescription {
  readonly browser: string | null
  readonly os: string | null
  readonly device: DeviceClass
  /** What a person recognises: "Chrome on macOS". */
  readonly name: string
}

/** Longer user agents are cut before they are parsed: no real one is longer, and parsing must stay cheap. */
const maxUserAgentLength = 512
const maxProductLength = 40

/** Names of the parser and of the hints, and the familiar name of each. The parser says `Mozilla` when it knows nothing. */
const familiarNames: ReadonlyMap<string, string | null> = new Map([
  ['Google Chrome', 'Chrome'],
  ['HeadlessChrome', 'Chrome'],
  ['Microsoft Edge', 'Edge'],
  ['Mozilla', null],
  ['Samsung Internet for Android', 'Samsung Internet'],
  ['YaBrowser', 'Yandex Browser'],
])

const desktopSystems: ReadonlySet<string | null> = new Set(['Chrome OS', 'Chromium OS', 'Linux', 'macOS', 'Windows'])

/** Returns what a request states about its device: a claim for people to recognise, never a ground for a decision. */
export function describeDevice(userAgent: string | null, hints: ClientHints | null = null): DeviceDescription {
  const agent = (userAgent ?? '').slice(0, maxUserAgentLength).trim()
  if (agent !== '' && !agent.startsWith('Mozilla/')) return describeScript(agent)

  const said = describeAgent(agent)
  const { brands, platform, mobile } = (mayHaveHints(agent) ? hints : null) ?? noHints
  const browser = product(browserBrand(brands)) ?? said.browser
  const os = platform === 'Unknown' ? said.os : (product(platform) ?? said.os)
  return { browser, os, device: deviceOf(said.device, os, mobile), name: nameOf(browser, knownDevice(agent, os) ?? os) }
}

const noHints: ClientHints = { brands: [], platform: null, mobile: null }

/**
 * Only browsers built on Chromium send hints, and their user agent says `Chrome`: there the hints know more. Beside any
 * other user agent one of the two is made up, and the user agent is the one that was chosen.
 */
function mayHaveHints(agent: string): boolean {
  return agent === '' || agent.includes('Chrome/')
}

function describeAgent(agent: string): Omit<DeviceDescription, 'name'> {
  if (agent === '') return { browser: null, os: null, device: 'unknown' }
  const parsed = parse(agent)
  const device = deviceClass(parsed.platform.type)
  const os = parsed.os.name === 'iOS' && device === 'tablet' ? 'iPadOS' : (parsed.os.name ?? null)
  return { browser: product(parsed.browser.name), os, device }
}

/** Returns a name of one line of text, in its familiar form. */
function product(claimed: string | null | undefined): string | null {
  const name = (claimed ?? '').replaceAll(/[\p{C}\u2028\u2029]/gu, '').trim()
  if (name === '') return null
  const known = familiarNames.get(name)
  return known === undefined ? name.slice(0, maxProductLength) : known
}

/** Describes a program that is not a browser by its first product token: "curl/8.5.0" → "curl". */
function describeScript(agent: string): DeviceDescription {
  const name = (/^[\w.+-]+/.exec(agent)?.[0] ?? '').slice(0, maxProductLength)
  return { browser: null, os: null, device: 'script', name: name === '' ? 'Unknown device' : name }
}

function deviceClass(platform: string | undefined): DeviceClass {
  if (platform === 'desktop' || platform === 'mobile' || platform === 'tablet') return platform
  return 'unknown'
}

function deviceOf(said: DeviceClass, os: string | null, mobile: boolean | null): DeviceClass {
  // A tablet may want pages for a phone, and says so.
  if (mobile === true) return said === 'tablet' ? 'tablet' : 'mobile'
  if (desktopSystems.has(os)) return mobile === false || said === 'unknown' ? 'desktop' : said
  // A tablet's user agent is a desktop's, so that pages have room.
  if (mobile === false && os === 'Android') return 'tablet'
  return said
}

/** Returns the device that people call by its own name and not by its system; `null` for others. */
function knownDevice(agent: string, os: string | null): string | null {
  if (os !== 'iOS' && os !== 'iPadOS') return null
  return /\((iPhone|iPad|iPod)[;\s]/.exec(agent)?.[1] ?? null
}

function nameOf(browser: string | null, os: string | null): string {
  if (browser !== null && os !== null) return `${browser} on ${os}`
  return browser ?? os ?? 'Unknown device'
}
