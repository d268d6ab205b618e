/**
 * The eight letters of a user code: no vowels, so no words, and nothing that looks like something else.
 *
 * @see [RFC 8628 §6.1](https://www.rfc-editor.org/rfc/rfc8628.html#section-6.1)
 */
export const userCodeAlphabet = 'BCDFGHJKLMNPQRSTVWXZ'
export const userCodeLength = 8
