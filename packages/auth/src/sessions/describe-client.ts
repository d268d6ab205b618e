import type { DeviceClass } from '@latchkey/schema'
import Bowser from 'bowser'

export interface ClientDescription {
  readonly browser: string | null
  readonly os: string | null
  readonly device: DeviceClass
  /** What a person recognises: "Chrome on macOS". */
  readonly name: string
}

/** Longer user agents are cut before they are parsed: no real one is longer, and parsing must stay cheap. */
const maxUserAgentLength = 512
const maxProductLength = 40

const familiarNames: Readonly<Record<string, string>> = { 'Microsoft Edge': 'Edge', 'Internet Explorer': 'IE' }

/** What a user agent says of itself: a claim for people to recognise, nothing to decide by. */
export function describeClient(userAgent: string | null): ClientDescription {
  const agent = (userAgent ?? '').slice(0, maxUserAgentLength).trim()
  if (agent === '') return { browser: null, os: null, device: 'unknown', name: 'Unknown device' }
  if (!agent.startsWith('Mozilla/')) return describeScript(agent)

  const parsed = Bowser.parse(agent)
  const browser = familiarNames[parsed.browser.name ?? ''] ?? (parsed.browser.name || null)
  const os = parsed.os.name || null
  return { browser, os, device: deviceClass(parsed.platform.type), name: nameOf(browser, os) }
}

/** Not a browser: the first product token, "curl/8.5.0" → "curl". */
function describeScript(agent: string): ClientDescription {
  const product = (/^[\w.+-]+/.exec(agent)?.[0] ?? '').slice(0, maxProductLength)
  return { browser: null, os: null, device: 'script', name: product === '' ? 'Unknown device' : product }
}

function deviceClass(platform: string | undefined): DeviceClass {
  if (platform === 'desktop' || platform === 'mobile' || platform === 'tablet') return platform
  return 'unknown'
}

function nameOf(browser: string | null, os: string | null): string {
  if (browser !== null && os !== null) return `${browser} on ${os}`
  return browser ?? os ?? 'Unknown device'
}
