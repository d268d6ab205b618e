import { QueryClient } from '@tanstack/react-query'
import { mayPass } from '../errors/failure.ts'

const maxRetries = 2
const staleTime = 5_000

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime,
        // A refusal is final: another request gets the same one.
        retry: (failures, error) => failures < maxRetries && mayPass(error),
        retryDelay: (failures) => 400 * 2 ** failures,
        // Without a connection a request fails at once, so that the screen can say so.
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}
