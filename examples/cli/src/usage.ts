import { reasonOf } from '@latchkey/client'

/** The text of `--help`. */
export const usage = `Usage: latchkey [--url <url>] [--tokens <file>] <command>

  login [--device] [--no-open]   sign in by browser, or by a code for a browser elsewhere
  whoami                         say who is signed in
  sessions                       list the sessions
  logout                         end this session

--url is LATCHKEY_URL, else http://localhost:3000: what the server calls itself, letter by letter.`

/**
 * Checks whether the program was called wrongly, with an unknown option or an invalid `--url`.
 *
 * @param error - what a command threw
 * @returns whether the usage helps
 */
export function isMisuse(error: unknown): error is Error {
  if (reasonOf(error) === 'INVALID_URL') return true
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')
}
