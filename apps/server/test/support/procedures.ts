import { appRouter } from '@latchkey/api'
import type { RateLimitName } from '@latchkey/auth'
import type { z } from 'zod'

/** What a procedure declares of itself. */
interface Meta {
  readonly access: string
  readonly cookieOnly?: true
  readonly limit?: RateLimitName | readonly RateLimitName[] | { readonly none: string }
}

/** A procedure of the router, as its definition describes it. */
export interface Procedure {
  readonly path: string
  readonly type: 'query' | 'mutation' | 'subscription'
  readonly meta: Meta
  readonly input: z.ZodType
}

interface Definition {
  readonly _def: {
    readonly type: Procedure['type']
    readonly meta: Meta
    readonly inputs: readonly [z.ZodType]
  }
}

/** Every procedure of the router. At run time tRPC keeps them flat, by path; its types keep the nesting. */
export const procedures: readonly Procedure[] = Object.entries(
  appRouter._def.procedures as unknown as Readonly<Record<string, Definition>>,
).map(([path, { _def }]) => ({ path, type: _def.type, meta: _def.meta, input: _def.inputs[0] }))

/** The paths of all procedures, sorted. */
export const procedurePaths: readonly string[] = procedures.map(({ path }) => path).toSorted()
