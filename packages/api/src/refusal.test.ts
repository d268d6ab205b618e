import { errorReasons, refusals } from '@latchkey/schema'
import { TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { expect, it } from 'vitest'

it.each(errorReasons)('answers %s with the HTTP status that tRPC has for its code', (reason) => {
  const { code, status } = refusals[reason]
  expect(getHTTPStatusCodeFromError(new TRPCError({ code }))).toBe(status)
})
