const activityEvents = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'focus'] as const

/** Milliseconds without input after which the user counts as idle: longer than reading a page takes. */
const idleAfter = 60_000

let lastActiveAt = Date.now()

function noteActivity(): void {
  lastActiveAt = Date.now()
}

/** Starts to record when the user last did something on this page. */
export function watchUserActivity(): void {
  for (const event of activityEvents) window.addEventListener(event, noteActivity, { capture: true, passive: true })
}

/** Whether the user is idle, so that requests come from the page alone and must not extend the session. */
export function isUserIdle(now: number = Date.now()): boolean {
  return now - lastActiveAt > idleAfter
}
