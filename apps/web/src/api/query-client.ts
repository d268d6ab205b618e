import { QueryClient } from '@tanstack/react-query'
import { mayPass } from '../errors/failure.ts'

const maxRetries = 2
const staleTime = 5_000

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime,
        // A refusal is an answer: asking again gets the same one.
        retry: (failures, error) => failures < maxRetries && mayPass(error),
        retryDelay: (failures) => 400 * 2 ** failures,
        // "Offline" is for the screen to say, not a reason to wait without a word.
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}
