import { appRouter } from '../../packages/api/src/app-router.ts'
import type { Access, ProcedureMeta } from '../../packages/api/src/procedures.ts'
import { markdownTable } from './markdown-table.ts'

interface Procedure {
  readonly _def: { readonly type: string; readonly meta?: ProcedureMeta }
}

const accessNames: Readonly<Record<Access, string>> = {
  public: 'public',
  signedIn: 'signed in',
  stepUp: 'step-up',
  user: 'role user',
  admin: 'role admin',
}

/** Returns a row for every procedure of the router, in its order. */
export function proceduresTable(): string {
  // At run time tRPC keeps all procedures flat, by path; its types keep the nesting.
  // oxlint-disable-next-line eslint/no-underscore-dangle -- the name that tRPC gives it
  const procedures = Object.entries(appRouter._def.procedures as unknown as Readonly<Record<string, Procedure>>)
  const rows = procedures.map(([path, { _def }]) => [
    `\`${path}\``,
    _def.type,
    accessNames[_def.meta?.access ?? 'public'],
    _def.meta?.cookieOnly === true ? 'yes' : '',
    limitName(_def.meta?.limit),
  ])
  return markdownTable(['procedure', 'type', 'access', 'cookie only', 'rate limit'], rows)
}

function limitName(limit: ProcedureMeta['limit']): string {
  if (limit === undefined || (typeof limit === 'object' && 'none' in limit)) return ''
  const names = typeof limit === 'string' ? [limit] : limit
  return names.map((name) => `\`${name}\``).join(', ')
}
