import { type EndedSession, type ListedSession, nameOf, partition, type SessionRecord } from '@latchkey/auth'
import type { EndedSessionView, EndingView, SessionListView, SessionView } from '@latchkey/schema'
import type { Viewer } from './viewer.ts'

/** Field by field, so that a field that is added to a session does not leave the server until it is named here. */
export function sessionView(session: ListedSession, viewer: Viewer): SessionView {
  return {
    ...facts(session, viewer),
    current: session.id === viewer.sessionId,
    online: session.online,
    isNew: { device: session.newDevice, network: session.newNetwork },
    idleExpiresAt: session.idleExpiresAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
    sudoUntil: session.stepUpUntil?.toISOString() ?? null,
  }
}

export function sessionListView(sessions: readonly ListedSession[], viewer: Viewer): SessionListView {
  const { current, others } = partition(sessions, viewer.sessionId)
  return { current: sessionView(current, viewer), others: others.map((other) => sessionView(other, viewer)) }
}

export function endedSessionView(session: EndedSession, viewer: Viewer): EndedSessionView {
  return { ...facts(session, viewer), ...endingView(session) }
}

/** What the holder of an ended session's token is told: why, when and by which of the user's sessions, and no address. */
export function endingView({ endedAt, endReason, endedBy }: EndedSession): EndingView {
  return {
    endedAt: endedAt.toISOString(),
    endReason,
    endedBy: endedBy === null ? null : { id: endedBy.id, name: endedBy.name },
  }
}

function facts(session: SessionRecord, { placeOf }: Viewer) {
  return {
    id: session.id,
    name: nameOf(session),
    derivedName: session.name,
    kind: session.kind,
    signInMethod: session.signInMethod,
    secondFactor: session.secondFactor,
    remembered: session.remembered,
    browser: session.browser,
    os: session.os,
    device: session.device,
    ip: session.ip,
    place: placeOf(session.ip),
    createdAt: session.createdAt.toISOString(),
    lastSeenAt: session.lastSeenAt.toISOString(),
  }
}
