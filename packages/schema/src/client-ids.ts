import { z } from 'zod'

/** Who asks for tokens, as it names itself: a registered client, or for first-party scripts any short name. */
export const clientIdInput = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'This is not a client id.')

/** Whom an access token is for; without one it is this server. @see [RFC 8707 §2](https://www.rfc-editor.org/rfc/rfc8707.html#section-2) */
export const resourceInput = z.string().min(1).max(2048)
