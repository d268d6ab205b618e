import type { DeviceClass } from '@latchkey/schema'
import { parse } from 'bowser'

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

/** What the parser says, and what people call it. `Mozilla` is what it says when it knows nothing. */
const familiarNames: Readonly<Record<string, string | null>> = { 'Microsoft Edge': 'Edge', Mozilla: null }

/** What a user agent says of itself: a claim for people to recognise, nothing to decide by. */
export function describeClient(userAgent: string | null): ClientDescription {
  const agent = (userAgent ?? '').slice(0, maxUserAgentLength).trim()
  if (agent === '') return { browser: null, os: null, device: 'unknown', name: 'Unknown device' }
  if (!agent.startsWith('Mozilla/')) return describeScript(agent)

  const parsed = parse(agent)
  const device = deviceClass(parsed.platform.type)
  const browser = familiar(parsed.browser.name)
  const os = parsed.os.name === 'iOS' && device === 'tablet' ? 'iPadOS' : (parsed.os.name ?? null)
  return { browser, os, device, name: nameOf(browser, os) }
}

function familiar(name: string | undefined): string | null {
  if (name === undefined || name === '') return null
  const known = familiarNames[name]
  return known === undefined ? name : known
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
