import { getTRPCErrorFromUnknown, getTRPCErrorShape, type TRPCError } from '@trpc/server'
import { appRouter } from './app-router.ts'
import type { Context } from './context.ts'

type ProcedureType = 'query' | 'mutation' | 'subscription'

/** What a call was answered with, in tRPC's wire format. */
export type CallOutcome =
  | { readonly error: null; readonly body: { readonly result: { readonly data: unknown } } }
  | { readonly error: TRPCError; readonly body: { readonly error: ReturnType<typeof getTRPCErrorShape> } }

export interface FoundProcedure {
  readonly type: ProcedureType
  /** Calls the procedure, as tRPC's adapters do: its input is read once it is needed. Never rejects. */
  readonly call: (readInput: () => Promise<unknown>, context: Context, batchIndex: number) => Promise<CallOutcome>
}

interface ProcedureOptions {
  readonly path: string
  readonly type: ProcedureType
  readonly ctx: Context
  readonly getRawInput: () => Promise<unknown>
  readonly signal: undefined
  readonly batchIndex: number
}

/** The router as tRPC keeps it, with its procedures by their full names; the type of a router nests them. */
interface RouterByName {
  readonly _def: {
    readonly _config: Parameters<typeof getTRPCErrorShape>[0]['config']
    readonly procedures: Readonly<
      Record<
        string,
        ((options: ProcedureOptions) => Promise<unknown>) & { readonly _def: { readonly type: ProcedureType } }
      >
    >
  }
}

// tRPC shows its procedures and their types nowhere else.
// oxlint-disable-next-line eslint/no-underscore-dangle
const { _config: config, procedures } = (appRouter as unknown as RouterByName)._def

const byName: ReadonlyMap<string, FoundProcedure> = new Map(
  Object.entries(procedures).map(([path, procedure]) => {
    // oxlint-disable-next-line eslint/no-underscore-dangle
    const { type } = procedure._def
    const call: FoundProcedure['call'] = async (getRawInput, ctx, batchIndex) => {
      try {
        const data = await procedure({ path, type, ctx, getRawInput, signal: undefined, batchIndex })
        return { error: null, body: { result: { data } } }
      } catch (cause) {
        const error = getTRPCErrorFromUnknown(cause)
        return { error, body: { error: getTRPCErrorShape({ config, error, type, path, input: undefined, ctx }) } }
      }
    }
    return [path, { type, call }]
  }),
)

/** Returns the procedure with a full name, such as `auth.me`; `null` where there is none. */
export function findProcedure(name: string): FoundProcedure | null {
  return byName.get(name) ?? null
}

/** Whether a procedure answers with a stream, by its full name. */
export function isSubscription(name: string): boolean {
  return findProcedure(name)?.type === 'subscription'
}
