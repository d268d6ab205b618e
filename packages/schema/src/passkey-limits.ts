// Apart from the schemas, so that a page can use these without zod.

/** Milliseconds for which the options of a ceremony may be answered. */
export const passkeyChallengeLifetime = 5 * 60_000

/** How many passkeys a user may have. */
export const maxPasskeys = 20
