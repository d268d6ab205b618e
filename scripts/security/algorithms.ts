/** Names of hashes, ciphers and key derivations in `node:crypto` and Web Crypto, and of signatures in JOSE. */
const name =
  /^(?:sha-?\d[\w-]*|shake\d+|md[45]|ripemd\w*|blake\w*|whirlpool|aes[-\w]*\d[-\w]*|a\d+(?:gcm|kw|cbc)\w*|des(?:-[\w-]+)?|rc[24][-\w]*|chacha\w*[-\w]*|bf-(?:cbc|cfb|ecb|ofb)|camellia-\d[-\w]*|aria-\d[-\w]*|[hrpe]s(?:256|384|512)k?|eddsa|ed25519|ed448|rsa[-\w]*|ecdh[-\w+]*|ml-\w+)$/i
const literal = /(['"`])((?:(?!\1)[^\\\n])+)\1/g
const call =
  /\b(?:createHash|createHmac|createCipheriv|createDecipheriv|createSign|createVerify|hkdf|hkdfSync|pbkdf2|pbkdf2Sync|digest)\(\s*([^'"`\s)][^,)]*)/g

/** What is not an algorithm although it is the argument of a method of that name: an encoding of `Hash.digest`. */
const encodings = new Set(['base64url', 'base64', 'hex'])

/**
 * Returns the algorithms that a source names, once each, in their order; comments are left out. A call whose algorithm is
 * not written out is returned as a sentence, so that it is on no list.
 */
export function algorithmsOf(source: string): readonly string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1')
  const names = Array.from(code.matchAll(literal), ([, , text = '']) => text).filter(
    (text) => name.test(text) && !encodings.has(text),
  )
  const computed = Array.from(code.matchAll(call), ([text]) => `a name that is not written out: ${text})`)
  return [...new Set([...names, ...computed])]
}
