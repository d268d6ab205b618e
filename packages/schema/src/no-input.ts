import { z } from 'zod'

/** For procedures that take nothing: an absent input, or an empty object for clients that always send a body. */
export const noInput = z.strictObject({}).optional()
