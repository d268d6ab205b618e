/** Returns whether there is a process with this id, of this user or of one that it may send signals to. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
