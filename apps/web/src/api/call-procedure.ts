import type { AppRouter } from '@latchkey/api'
import { httpBatchLink } from '@trpc/client/links/httpBatchLink'
import { httpLink } from '@trpc/client/links/httpLink'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { observableToPromise } from '@trpc/server/observable'
import { queryOptions, mutationOptions } from './call-options.ts'

type Inputs = inferRouterInputs<AppRouter>
type Outputs = inferRouterOutputs<AppRouter>

const runtime = {}
const links = { query: httpBatchLink(queryOptions)(runtime), mutation: httpLink(mutationOptions)(runtime) }

let calls = 0

/**
 * Calls a query that takes nothing. Queries of one turn of the event loop are one request. This and `mutate` are for code
 * that runs before the app with its client and its cache is loaded.
 *
 * @throws {TRPCClientError} when it is refused, or not answered.
 */
export async function query<Noun extends keyof Inputs, Name extends keyof Outputs[Noun] & string>(
  noun: Noun,
  name: Name,
): Promise<Outputs[Noun][Name]> {
  return call('query', `${noun}.${name}`, undefined) as Promise<Outputs[Noun][Name]>
}

/**
 * Calls a mutation.
 *
 * @throws {TRPCClientError} when it is refused, or not answered.
 */
export async function mutate<Noun extends keyof Inputs, Name extends keyof Inputs[Noun] & keyof Outputs[Noun] & string>(
  noun: Noun,
  name: Name,
  input: Inputs[Noun][Name],
): Promise<Outputs[Noun][Name]> {
  return call('mutation', `${noun}.${name}`, input) as Promise<Outputs[Noun][Name]>
}

async function call(type: 'query' | 'mutation', path: string, input: unknown): Promise<unknown> {
  calls += 1
  const op = { id: calls, type, path, input, context: {}, signal: null }
  const { result } = await observableToPromise(links[type]({ op, next: endOfChain }))
  return result.type === 'started' || result.type === 'stopped' ? undefined : result.data
}

function endOfChain(): never {
  throw new Error('a link that ends a chain has passed a call on')
}
