import type { SessionListView, SessionView } from '@latchkey/schema'

/** Returns a live session with the given facts, and defaults for the rest. */
export function testingSession(facts: Partial<SessionView> = {}): SessionView {
  return {
    id: 'session-1',
    name: 'Chrome on macOS',
    derivedName: 'Chrome on macOS',
    kind: 'browser',
    signInMethod: 'password',
    secondFactor: null,
    remembered: false,
    browser: 'Chrome',
    os: 'macOS',
    device: 'desktop',
    ip: '192.0.2.1',
    place: null,
    createdAt: '2026-11-20T09:00:00.000Z',
    lastSeenAt: '2026-11-20T11:00:00.000Z',
    current: false,
    online: false,
    isNew: { device: false, network: false },
    idleExpiresAt: '2026-11-20T23:00:00.000Z',
    expiresAt: '2026-11-21T09:00:00.000Z',
    sudoUntil: null,
    ...facts,
  }
}

export function testingList(...others: readonly SessionView[]): SessionListView {
  return { current: testingSession({ id: 'current', current: true }), others }
}
