const present = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'focus'] as const

/** Nobody who reads this page sits so still for longer. */
const patience = 60_000

let lastTouched = Date.now()

function touch(): void {
  lastTouched = Date.now()
}

/** Begins to notice whether somebody is at this page. */
export function watchAttendance(): void {
  for (const event of present) window.addEventListener(event, touch, { capture: true, passive: true })
}

/** Whether the page asks by itself: then it must not keep the session alive. */
export function isUnattended(now: number = Date.now()): boolean {
  return now - lastTouched > patience
}
