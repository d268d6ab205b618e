import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Where servers are that the PATH of a user often leaves out. */
const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin']

/** Returns the path of a program of this machine, or `null` where it is not installed. */
export function findProgram(name: string): string | null {
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
