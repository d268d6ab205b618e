const perMinute = 60
const perHour = 60 * perMinute

/** Returns the rest of a wait as a clock shows it, rounded up: “2:31”, “1:02:31”. */
export function clockOf(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds))
  const hours = Math.floor(left / perHour)
  const minutes = Math.floor((left % perHour) / perMinute)
  const rest = String(left % perMinute).padStart(2, '0')
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${String(minutes).padStart(2, '0')}:${rest}`
}
