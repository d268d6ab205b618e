import type { Session } from '@latchkey/auth'
import type { SessionView } from '@latchkey/schema'

/** Field by field: what is added to a session does not leave the server until someone says so here. */
export function sessionView(session: Session, currentId: string): SessionView {
  return {
    id: session.id,
    name: session.name,
    kind: session.kind,
    current: session.id === currentId,
    signInMethod: session.signInMethod,
    remembered: session.remembered,
    browser: session.browser,
    os: session.os,
    device: session.device,
    ip: session.ip,
    createdAt: session.createdAt.toISOString(),
    lastSeenAt: session.lastSeenAt.toISOString(),
    idleExpiresAt: session.idleExpiresAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
    sudoUntil: session.sudoUntil?.toISOString() ?? null,
  }
}
