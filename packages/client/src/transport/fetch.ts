type Platform = typeof globalThis.fetch
type Init = NonNullable<Parameters<Platform>[1]>

/** What a request is sent with: the platform's words, and what tRPC makes of them. */
export interface FetchInit extends Omit<Init, 'headers' | 'signal'> {
  readonly headers?: ConstructorParameters<typeof Headers>[0] | undefined
  readonly signal?: AbortSignal | null | undefined
}

export type Fetch = (input: Parameters<Platform>[0], init?: FetchInit) => Promise<Response>
