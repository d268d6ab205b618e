import { appRouter } from './app-router.ts'

/** The router as tRPC keeps it, with its procedures by their full names; the type of a router nests them. */
interface RouterByName {
  readonly _def: {
    readonly procedures: Readonly<Record<string, { readonly _def: { readonly type: string } }>>
  }
}

// oxlint-disable-next-line eslint/no-underscore-dangle -- tRPC shows the kind of a procedure nowhere else
const { _def: definition } = appRouter as unknown as RouterByName
const subscriptions = new Set(
  // oxlint-disable-next-line eslint/no-underscore-dangle
  Object.entries(definition.procedures).flatMap(([name, { _def }]) => (_def.type === 'subscription' ? [name] : [])),
)

/** Whether a procedure answers with a stream, by the name that a call of it carries. */
export function isSubscription(name: string): boolean {
  return subscriptions.has(name)
}
