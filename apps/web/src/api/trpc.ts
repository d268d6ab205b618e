import type { AppRouter } from '@latchkey/api'
import { createTRPCReact, type CreateTRPCReact } from '@trpc/react-query'

export const trpc: CreateTRPCReact<AppRouter, unknown> = createTRPCReact<AppRouter>()
