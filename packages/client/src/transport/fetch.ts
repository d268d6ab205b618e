type PlatformFetch = typeof globalThis.fetch
type PlatformInit = NonNullable<Parameters<PlatformFetch>[1]>

/** The options of a request: those of the platform's `fetch`, and what tRPC passes for `headers` and `signal`. */
export interface FetchInit extends Omit<PlatformInit, 'headers' | 'signal'> {
  readonly headers?: ConstructorParameters<typeof Headers>[0] | undefined
  readonly signal?: AbortSignal | null | undefined
}

/**
 * A `fetch` that tRPC's links accept.
 *
 * @see [Fetch, fetch()](https://fetch.spec.whatwg.org/#fetch-method)
 */
export type Fetch = (input: Parameters<PlatformFetch>[0], init?: FetchInit) => Promise<Response>
