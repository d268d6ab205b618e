import type { SessionView } from '@latchkey/schema'

/** Sessions that the server describes alike. Whether they are on one device is not known. */
export interface DeviceGroup {
  /** Stays the same while sessions come and go. */
  readonly id: string
  readonly sessions: readonly [SessionView, ...SessionView[]]
}

/**
 * Groups browsers by browser, system and kind of device, and apps and scripts by their names, in the order of the first
 * sessions. A session that its user named is known by its name, and one of an unknown browser by nothing: both are groups
 * of one.
 */
export function deviceGroups(sessions: readonly SessionView[]): readonly DeviceGroup[] {
  const groups = new Map<string, [SessionView, ...SessionView[]]>()
  for (const session of sessions) {
    const id = groupId(session)
    const group = groups.get(id)
    if (group === undefined) groups.set(id, [session])
    else group.push(session)
  }
  return [...groups].map(([id, grouped]) => ({ id, sessions: grouped }))
}

/** Returns every session as a group of one. */
export function ungrouped(sessions: readonly SessionView[]): readonly DeviceGroup[] {
  return sessions.map((session) => ({ id: session.id, sessions: [session] }))
}

/** Returns the names that several sessions share. */
export function repeatedNames(groups: readonly DeviceGroup[]): ReadonlySet<string> {
  const once = new Set<string>()
  const repeated = new Set<string>()
  for (const { name } of groups.flatMap(({ sessions }) => sessions)) (once.has(name) ? repeated : once).add(name)
  return repeated
}

function groupId({ id, name, derivedName, kind, browser, os, device }: SessionView): string {
  const isRecognized = kind === 'client' || device === 'script' || (browser !== null && os !== null)
  if (!isRecognized || name !== derivedName) return id
  return [kind, derivedName, browser, os, device].join('/')
}
