import { parseArgs } from 'node:util'

export interface UserArguments {
  readonly email: string
  /** The id of the user whom the operator has looked at, or `null`. */
  readonly yes: string | null
}

/** Returns the arguments of a command about one user; `null` where they are not what it takes. */
export function readUserArguments(args: readonly string[]): UserArguments | null {
  try {
    const { positionals, values } = parseArgs({
      args: withValue('--yes', args),
      allowPositionals: true,
      options: { yes: { type: 'string' } },
    })
    const [email, ...rest] = positionals
    return email === undefined || rest.length > 0 ? null : { email, yes: values.yes ?? null }
  } catch {
    return null
  }
}

/** Joins an option to its value: a user id may begin with a hyphen, which `parseArgs` refuses in an argument of its own. */
function withValue(option: string, args: readonly string[]): string[] {
  const index = args.indexOf(option)
  const value = args[index + 1]
  return index === -1 || value === undefined
    ? [...args]
    : args.with(index, `${option}=${value}`).toSpliced(index + 1, 1)
}
