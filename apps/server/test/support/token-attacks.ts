import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { encode, type Forger } from './token-forger.ts'

/** How far an attack gets before it is refused: no key is looked up, one is, a signature is verified with it. */
type Reach = 'nothing' | 'key' | 'signature'

type Attack = readonly [name: string, reach: Reach, forge: (f: Forger) => string | Buffer | Promise<string | Buffer>]

const json = JSON.stringify
const flip = (bytes: Uint8Array, index: number): Uint8Array => {
  const changed = Uint8Array.from(bytes)
  changed[index] = (changed[index] ?? 0) ^ 1
  return changed
}
const bigEndian = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex')
const littleEndian = (value: bigint): Buffer => Buffer.from(bigEndian(value).toReversed())
const numberAt = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`)

/** The orders of the two groups, FIPS 186-5 and RFC 8032 §5.1. */
const p256Order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const ed25519Order = 2n ** 252n + 27742317777372353535851937790883648493n

const mallory = {
  Ed25519: generateKeyPairSync('ed25519'),
  Ed448: generateKeyPairSync('ed448'),
  P256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  P384: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  K256: generateKeyPairSync('ec', { namedCurve: 'secp256k1' }),
  RSA: generateKeyPairSync('rsa', { modulusLength: 2048 }),
}
type Mallory = keyof typeof mallory
const hashes = { Ed25519: null, Ed448: null, P256: 'sha256', P384: 'sha384', K256: 'sha256', RSA: 'sha256' } as const

/** A signature by a foreign key. */
const by =
  (name: Mallory) =>
  (input: string): Uint8Array =>
    sign(hashes[name], Buffer.from(input), { key: mallory[name].privateKey, dsaEncoding: 'ieee-p1363' })

/** A foreign key of the same kind as the server's. */
const likeOurs = ({ published }: Forger): Mallory => (published.alg === 'EdDSA' ? 'Ed25519' : 'P256')
const forged = (f: Forger, header: Readonly<Record<string, unknown>>): string => f.signedBy(by(likeOurs(f)), header)
const jwkOf = (f: Forger) => mallory[likeOurs(f)].publicKey.export({ format: 'jwk' })
const spki = (key: KeyObject) => key.export({ type: 'spki', format: 'der' }).toString('base64')
const ourKey = ({ published }: Forger): KeyObject => createPublicKey({ key: { ...published }, format: 'jwk' })
const inJsonWebKey = ({ published }: Forger): Buffer => Buffer.from(String(published['x']), 'base64url')

/** A DER signature out of the two halves of a raw one. */
function der(raw: Uint8Array): Buffer {
  const halves = [raw.subarray(0, 32), raw.subarray(32)].map((half) => {
    const magnitude = bigEndian(numberAt(Buffer.from(half)))
    const positive = (magnitude[0] ?? 0) < 128 ? magnitude : Buffer.concat([Buffer.of(0), magnitude])
    return Buffer.concat([Buffer.of(2, positive.length), positive])
  })
  const body = Buffer.concat(halves)
  return Buffer.concat([Buffer.of(48, body.length), body])
}

/** Replaces the last character by one that stands for the same bytes: its spare bits are not zero. */
function withSpareBits(part: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  if (part.length % 4 === 0) throw new Error('every bit of this part is used')
  return part.slice(0, -1) + alphabet[alphabet.indexOf(part.slice(-1)) + 1]
}

/** The claims, one of them long enough that the last character of their encoding has spare bits. */
function uneven(f: Forger, text = (claims: object) => json(claims)): string {
  const texts = ['', 'x', 'xx'].map((more) => text({ ...f.claims, jti: `${String(f.claims['jti'])}${more}` }))
  return texts.find((one) => Buffer.byteLength(one) % 3 !== 0) ?? ''
}

const duplicated = (f: Forger, claim: string, value: unknown): string =>
  json(f.claims).replace('{', `{${json(claim)}:${json(value)},`)
const signedDuplicate = (f: Forger, name: string, value: unknown): Promise<string> =>
  f.signedHeader(json(f.header).replace('{', `{${json(name)}:${json(value)},`))
const claimAsText = (f: Forger, claim: 'exp' | 'iat', text: string): Promise<string> =>
  f.signedClaims(json({ ...f.claims, [claim]: 0 }).replace(`"${claim}":0`, `"${claim}":${text}`))
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)

const unsigned: readonly Attack[] = [
  ...['none', 'None', 'NONE', 'nOnE', ' none', 'none\0'].flatMap((alg): Attack[] => [
    [`alg ${json(alg)} and no signature`, 'key', (f) => f.signedBy(() => Buffer.of(), { alg })],
  ]),
  ['alg none, the signature kept', 'key', (f) => f.signedBy(() => f.signature, { alg: 'none' })],
  ['alg none and no kid', 'nothing', (f) => f.signedBy(() => Buffer.of(), { alg: 'none', kid: undefined })],
  ['alg none with a right signature', 'key', (f) => f.signed({}, { alg: 'none' })],
  ['the right alg and no signature', 'signature', (f) => f.resigned(Buffer.of())],
  ['no signature and no dot before it', 'nothing', (f) => f.parts.slice(0, 2).join('.')],
  ['no alg', 'key', (f) => f.signed({}, { alg: undefined })],
  ['alg null', 'key', (f) => f.signed({}, { alg: null })],
  ['an empty alg', 'key', (f) => f.signed({}, { alg: '' })],
  ['the alg in an array', 'key', (f) => f.signed({}, { alg: [f.header['alg']] })],
  ['the alg in an object', 'key', (f) => f.signed({}, { alg: { name: f.header['alg'] } })],
  ['alg 0', 'key', (f) => f.signed({}, { alg: 0 })],
  ['alg toString', 'key', (f) => f.signed({}, { alg: 'toString' })],
  ['alg __proto__', 'key', (f) => f.signed({}, { alg: '__proto__' })],
]

/** CVE-2015-9235, CVE-2016-5431, CVE-2023-48223: the public key taken for a shared secret. */
const symmetric: readonly Attack[] = [
  ['HS256 with the JWK', 'key', (f) => f.hmac(json(f.published))],
  ['HS256 with the JWK, indented', 'key', (f) => f.hmac(json(f.published, null, 2))],
  ['HS256 with the PEM', 'key', (f) => f.hmac(ourKey(f).export({ type: 'spki', format: 'pem' }))],
  ['HS256 with the PEM, trimmed', 'key', (f) => f.hmac(ourKey(f).export({ type: 'spki', format: 'pem' }).trim())],
  ['HS256 with a PEM after a space', 'key', (f) => f.hmac(` ${ourKey(f).export({ type: 'spki', format: 'pem' })}`)],
  ['HS256 with the DER', 'key', (f) => f.hmac(ourKey(f).export({ type: 'spki', format: 'der' }))],
  ['HS256 with the bytes of x', 'key', (f) => f.hmac(inJsonWebKey(f))],
  ['HS256 with the text of x', 'key', (f) => f.hmac(String(f.published['x']))],
  ['HS384 with the JWK', 'key', (f) => f.hmac(json(f.published), { alg: 'HS384' })],
  ['HS512 with the JWK', 'key', (f) => f.hmac(json(f.published), { alg: 'HS512' })],
  ['HS256 with an empty secret', 'key', (f) => f.hmac('')],
  ['HS256 with “secret”', 'key', (f) => f.hmac('secret')],
  ['HS256 with the kid', 'key', (f) => f.hmac(f.published.kid)],
  [
    'an HMAC under the right alg',
    'signature',
    (f) => f.hmac(json(f.published), { alg: 'HS512' }).replace(/^[^.]+/, f.parts[0]),
  ],
]

/** CVE-2018-0114 and similar: the token names the key that verifies it. */
const keysBroughtAlong: readonly Attack[] = [
  ['a jwk', 'nothing', (f) => forged(f, { jwk: jwkOf(f), kid: undefined })],
  ['a jwk beside our kid', 'key', (f) => forged(f, { jwk: jwkOf(f) })],
  ['a jwk with our kid in it', 'key', (f) => forged(f, { jwk: { ...jwkOf(f), kid: f.published.kid } })],
  ['our own key as jwk, right signature', 'key', (f) => f.signed({}, { jwk: f.published })],
  [
    'a symmetric jwk',
    'nothing',
    (f) => f.hmac('mallory', { jwk: { kty: 'oct', k: encode('mallory') }, kid: undefined }),
  ],
  ['a jwk by its thumbprint', 'key', (f) => forged(f, { kid: encode(json(jwkOf(f))).slice(0, 43) })],
  ['an x5c', 'key', (f) => forged(f, { x5c: [spki(mallory[likeOurs(f)].publicKey)] })],
  ['an x5t', 'key', (f) => forged(f, { x5t: encode('a thumbprint of 20 b') })],
  ['an x5t#S256', 'key', (f) => forged(f, { 'x5t#S256': encode('x'.repeat(32)) })],
  ['an x5u', 'key', (f) => forged(f, { x5u: `${f.bait}/cert.pem` })],
  ['an x5u and no kid', 'nothing', (f) => forged(f, { x5u: `${f.bait}/cert.pem`, kid: undefined })],
  ['a jku', 'key', (f) => forged(f, { jku: `${f.bait}/jwks.json` })],
  ['a jku and no kid', 'nothing', (f) => forged(f, { jku: `${f.bait}/jwks.json`, kid: undefined })],
  ['a jku and a kid of its own', 'key', (f) => forged(f, { jku: `${f.bait}/jwks.json`, kid: 'mallory' })],
  ['a jku at our host, by a redirect', 'key', (f) => forged(f, { jku: `http://localhost:3000/?to=${f.bait}` })],
  ['a jku with our host as user', 'key', (f) => forged(f, { jku: f.bait.replace('//', '//localhost:3000@') })],
  ['a jku, right signature', 'key', (f) => f.signed({}, { jku: `${f.bait}/jwks.json` })],
  ['a kid that is a URL', 'key', (f) => forged(f, { kid: `${f.bait}/jwks.json` })],
  ['an issuer with keys of its own', 'signature', (f) => f.signedBy(by(likeOurs(f)), {}, { iss: f.bait })],
  ['an issuer with keys of its own, right signature', 'signature', (f) => f.signed({ iss: f.bait })],
]

const kids: readonly Attack[] = [
  ['../../dev/null and HS256 with nothing', 'key', (f) => f.hmac('', { kid: '../../../../dev/null' })],
  ['/proc/sys/kernel/randomize_va_space', 'key', (f) => f.hmac('2\n', { kid: '/proc/sys/kernel/randomize_va_space' })],
  ['file:///etc/passwd', 'key', (f) => f.signed({}, { kid: 'file:///etc/passwd' })],
  ['SQL that is always true', 'key', (f) => f.signed({}, { kid: "' OR 1=1 --" })],
  ['SQL that brings a key', 'key', (f) => f.hmac('x', { kid: "' UNION SELECT 'x' --" })],
  ['SQL that drops a table', 'key', (f) => f.signed({}, { kid: `${f.published.kid}'; DROP TABLE signing_keys; --` })],
  ['a wildcard', 'key', (f) => f.signed({}, { kid: '%' })],
  ['a command', 'key', (f) => f.signed({}, { kid: '|/bin/sleep 10' })],
  ['a template', 'key', (f) => f.signed({}, { kid: '${jndi:ldap://127.0.0.1/a}' })],
  ['a thousand characters', 'key', (f) => f.signed({}, { kid: 'k'.repeat(1000) })],
  ['an empty one', 'key', (f) => f.signed({}, { kid: '' })],
  ['none', 'nothing', (f) => f.signed({}, { kid: undefined })],
  ['null', 'nothing', (f) => f.signed({}, { kid: null })],
  ['a number', 'nothing', (f) => f.signed({}, { kid: 0 })],
  ['ours in an array', 'nothing', (f) => f.signed({}, { kid: [f.published.kid] })],
  ['ours in an object', 'nothing', (f) => f.signed({}, { kid: { toString: f.published.kid } })],
  ['ours in lower case', 'key', (f) => f.signed({}, { kid: f.published.kid.toLowerCase() })],
  ['ours and a space', 'key', (f) => f.signed({}, { kid: `${f.published.kid} ` })],
  ['ours and a NUL', 'key', (f) => f.signed({}, { kid: `${f.published.kid}\0` })],
  ['__proto__', 'key', (f) => f.signed({}, { kid: '__proto__' })],
  ['constructor', 'key', (f) => f.signed({}, { kid: 'constructor' })],
]

/** Attacks with a valid signature over exactly this header. */
const headers: readonly Attack[] = [
  ['an empty crit', 'key', (f) => f.signed({}, { crit: [] })],
  ['crit b64, b64 true', 'key', (f) => f.signed({}, { crit: ['b64'], b64: true })],
  ['b64 false without crit', 'key', (f) => f.signed({}, { b64: false })],
  [
    'crit b64, b64 false, the claims as they are',
    'key',
    (f) => f.signedInput(`${encode({ ...f.header, crit: ['b64'], b64: false })}.{"sub":"x"}`),
  ],
  ['an unknown crit', 'key', (f) => f.signed({}, { crit: ['x'], x: 1 })],
  ['a crit that is no array', 'key', (f) => f.signed({}, { crit: 'b64' })],
  ['crit with kid', 'key', (f) => f.signed({}, { crit: ['kid'] })],
  ['zip', 'key', (f) => f.signed({}, { zip: 'DEF' })],
  ['enc', 'key', (f) => f.signed({}, { enc: 'A256GCM' })],
  ['cty JWT', 'key', (f) => f.signed({}, { cty: 'JWT' })],
  ['p2c of a billion', 'key', (f) => f.signed({}, { alg: 'PBES2-HS256+A128KW', p2c: 1e9, p2s: 'x' })],
  ['claims repeated in it', 'key', (f) => f.signed({}, { iss: f.claims['iss'] })],
  ['typ JWT', 'key', (f) => f.signed({}, { typ: 'JWT' })],
  ['typ of an ID token', 'key', (f) => f.signed({}, { typ: 'id_token+jwt' })],
  ['no typ', 'key', (f) => f.signed({}, { typ: undefined })],
  ['typ in capitals', 'key', (f) => f.signed({}, { typ: 'AT+JWT' })],
  ['typ in an array', 'key', (f) => f.signed({}, { typ: ['at+jwt'] })],
  ['alg in other case', 'key', (f) => f.signed({}, { alg: String(f.header['alg']).toLowerCase() })],
  ['alg by another name', 'key', (f) => f.signed({}, { alg: f.published.alg === 'EdDSA' ? 'Ed25519' : 'ES256K' })],
  ['alg twice, none first', 'key', (f) => signedDuplicate(f, 'alg', 'none')],
  ['alg twice, none last', 'key', (f) => f.signedHeader(json(f.header).replace('}', ',"alg":"none"}'))],
  ['alg twice, alike', 'key', (f) => signedDuplicate(f, 'alg', f.header['alg'])],
  ['alg twice, once escaped', 'key', (f) => f.signedHeader(json(f.header).replace('{', '{"\\u0061lg":"none",'))],
  ['kid twice', 'key', (f) => signedDuplicate(f, 'kid', 'mallory')],
  ['typ twice', 'key', (f) => signedDuplicate(f, 'typ', 'JWT')],
  ['__proto__', 'key', (f) => f.signedHeader(json(f.header).replace('{', '{"__proto__":{"alg":"none"},'))],
  ['all of it in __proto__', 'nothing', (f) => f.signedHeader(`{"__proto__":${json(f.header)}}`)],
  ['in another order', 'key', (f) => f.signedHeader(json(Object.fromEntries(Object.entries(f.header).toReversed())))],
  ['with spaces', 'key', (f) => f.signedHeader(json(f.header, null, 1))],
  ['after a byte order mark', 'key', (f) => f.signedHeader(`\uFEFF${json(f.header)}`)],
  ['in UTF-16', 'nothing', (f) => f.signedHeader(Buffer.from(json(f.header), 'utf16le'))],
  [
    'with bytes that are no text',
    'nothing',
    (f) => f.signedHeader(Buffer.concat([Buffer.from(json(f.header)), Buffer.of(0xff)])),
  ],
  ['an array', 'nothing', (f) => f.signedHeader(json([f.header]))],
  ['a string', 'nothing', (f) => f.signedHeader(json(json(f.header)))],
  ['null', 'nothing', (f) => f.signedHeader('null')],
  ['empty', 'nothing', (f) => f.signedHeader('')],
  ['an empty object', 'nothing', (f) => f.signedHeader('{}')],
  ['with a comma too many', 'nothing', (f) => f.signedHeader(json(f.header).replace('}', ',}'))],
  ['with a comment', 'nothing', (f) => f.signedHeader(`${json(f.header)}/* */`)],
  ['twice', 'nothing', (f) => f.signedHeader(json(f.header) + json(f.header))],
  ['nested as deep as it fits', 'nothing', (f) => f.signedHeader(nested(600))],
]

/** Attacks with a valid signature over exactly these claims. */
const claims: readonly Attack[] = [
  ['sub twice', 'signature', (f) => f.signedClaims(duplicated(f, 'sub', 'mallory'))],
  ['sid twice', 'signature', (f) => f.signedClaims(duplicated(f, 'sid', 'another'))],
  ['exp twice', 'signature', (f) => f.signedClaims(duplicated(f, 'exp', 1))],
  ['aud twice', 'signature', (f) => f.signedClaims(duplicated(f, 'aud', 'https://e.example'))],
  ['iss twice', 'signature', (f) => f.signedClaims(duplicated(f, 'iss', 'https://e.example'))],
  ['role twice', 'signature', (f) => f.signedClaims(duplicated(f, 'role', 'admin'))],
  [
    'sub twice, once escaped',
    'signature',
    (f) => f.signedClaims(json(f.claims).replace('{', '{"\\u0073ub":"mallory",')),
  ],
  ['with spaces', 'signature', (f) => f.signedClaims(json(f.claims, null, 1))],
  ['after a byte order mark', 'signature', (f) => f.signedClaims(`\uFEFF${json(f.claims)}`)],
  ['with bytes that are no text', 'signature', (f) => f.signedClaims(Buffer.of(0x7b, 0xff, 0x7d))],
  ['with more after them', 'signature', (f) => f.signedClaims(`${json(f.claims)}x`)],
  ['twice', 'signature', (f) => f.signedClaims(json(f.claims) + json(f.claims))],
  ['empty', 'signature', (f) => f.signedClaims('')],
  ['null', 'signature', (f) => f.signedClaims('null')],
  ['a number', 'signature', (f) => f.signedClaims('1')],
  ['an array of them', 'signature', (f) => f.signedClaims(json([f.claims]))],
  ['a string of them', 'signature', (f) => f.signedClaims(json(json(f.claims)))],
  ['a token that is good', 'signature', (f) => f.signedClaims(f.token)],
  ['a token that is good, as a string', 'signature', (f) => f.signedClaims(json(f.token))],
  ['none at all', 'signature', (f) => f.signedClaims('{}')],
  ['all of them in __proto__', 'signature', (f) => f.signedClaims(`{"__proto__":${json(f.claims)}}`)],
  [
    'sub and sid in __proto__',
    'signature',
    (f) => {
      const { sub, sid, ...rest } = f.claims
      return f.signedClaims(json(rest).replace('{', `{"__proto__":${json({ sub, sid })},`))
    },
  ],
  ['nested as deep as it fits', 'signature', (f) => f.signedClaims(nested(600))],
  ['a number of a thousand digits', 'signature', (f) => claimAsText(f, 'exp', '9'.repeat(1000))],
  ['exp of 1e400', 'signature', (f) => claimAsText(f, 'exp', '1e400')],
  ['exp as 9.9e99', 'signature', (f) => claimAsText(f, 'exp', '9.9e99')],
  ['exp with a fraction of nothing', 'signature', (f) => claimAsText(f, 'exp', `${f.claims.exp}.0`)],
  ['exp NaN', 'signature', (f) => claimAsText(f, 'exp', 'NaN')],
  ['iat of 1e400', 'signature', (f) => claimAsText(f, 'iat', '1e400')],
  ['iat of -1e400', 'signature', (f) => claimAsText(f, 'iat', '-1e400')],
  ...[undefined, null, true, '4102444800', [4102444800], 0, -1].map((exp): Attack => [
    `exp ${json(exp) ?? 'missing'}`,
    'signature',
    (f) => f.signed({ exp }),
  ]),
  ['exp six seconds ago', 'signature', (f) => f.signed({ exp: f.claims.iat - 6 })],
  ...[undefined, null, '4102444800', 0, -1].map((iat): Attack => [
    `iat ${json(iat) ?? 'missing'}`,
    'signature',
    (f) => f.signed({ iat }),
  ]),
  ['iat in six seconds', 'signature', (f) => f.signed({ iat: f.claims.iat + 6 })],
  ['iat ten minutes and six seconds ago', 'signature', (f) => f.signed({ iat: f.claims.iat - 606 })],
  ['nbf in six seconds', 'signature', (f) => f.signed({ nbf: f.claims.iat + 6 })],
  ['nbf that is no number', 'signature', (f) => f.signed({ nbf: 'now' })],
  ...[undefined, null, 'https://e.example', [], ['https://e.example'], {}].map((aud): Attack => [
    `aud ${json(aud) ?? 'missing'}`,
    'signature',
    (f) => f.signed({ aud }),
  ]),
  ['aud an array of us', 'signature', (f) => f.signed({ aud: [f.claims['aud']] })],
  ['aud us and another', 'signature', (f) => f.signed({ aud: [f.claims['aud'], 'https://e.example'] })],
  ['aud that begins with us', 'signature', (f) => f.signed({ aud: `${String(f.claims['aud'])}.e.example` })],
  ...[undefined, null, '', 'https://e.example', 0].map((iss): Attack => [
    `iss ${json(iss) ?? 'missing'}`,
    'signature',
    (f) => f.signed({ iss }),
  ]),
  ['iss with a slash', 'signature', (f) => f.signed({ iss: `${String(f.claims['iss'])}/` })],
  ['iss in capitals', 'signature', (f) => f.signed({ iss: String(f.claims['iss']).toUpperCase() })],
  ['iss in an array', 'signature', (f) => f.signed({ iss: [f.claims['iss']] })],
  ...['sub', 'sid'].flatMap((claim) =>
    [undefined, null, 0, true, [], {}].map((value): Attack => [
      `${claim} ${json(value) ?? 'missing'}`,
      'signature',
      (f) => f.signed({ [claim]: value === undefined ? undefined : value }),
    ]),
  ),
  ['sub in an array', 'signature', (f) => f.signed({ sub: [f.claims['sub']] })],
  ['sid in an array', 'signature', (f) => f.signed({ sid: [f.claims['sid']] })],
  ['no jti', 'signature', (f) => f.signed({ jti: undefined })],
  ['no client_id', 'signature', (f) => f.signed({ client_id: undefined })],
]

const signatures: readonly Attack[] = [
  ['with its first bit changed', 'signature', (f) => f.resigned(flip(f.signature, 0))],
  ['with its last bit changed', 'signature', (f) => f.resigned(flip(f.signature, 63))],
  ['cut in half', 'signature', (f) => f.resigned(f.signature.subarray(0, 32))],
  ['one byte short', 'signature', (f) => f.resigned(f.signature.subarray(0, 63))],
  ['one byte long', 'signature', (f) => f.resigned(Buffer.concat([f.signature, Buffer.of(0)]))],
  ['twice', 'signature', (f) => f.resigned(Buffer.concat([f.signature, f.signature]))],
  ['reversed', 'signature', (f) => f.resigned(f.signature.toReversed())],
  ['of zeros (CVE-2022-21449)', 'signature', (f) => f.resigned(Buffer.alloc(64))],
  ['of ones', 'signature', (f) => f.resigned(Buffer.alloc(64, 0xff))],
  ['r and s of one', 'signature', (f) => f.resigned(Buffer.concat([bigEndian(1n), bigEndian(1n)]))],
  ['r and s the order', 'signature', (f) => f.resigned(Buffer.concat([bigEndian(p256Order), bigEndian(p256Order)]))],
  ['r zero', 'signature', (f) => f.resigned(Buffer.concat([Buffer.alloc(32), f.signature.subarray(32)]))],
  ['s zero', 'signature', (f) => f.resigned(Buffer.concat([f.signature.subarray(0, 32), Buffer.alloc(32)]))],
  ['in DER', 'signature', (f) => f.resigned(der(f.signature))],
  ['in DER of zeros', 'signature', (f) => f.resigned(Buffer.of(48, 6, 2, 1, 0, 2, 1, 0))],
  [
    'S plus the order of the group (RFC 8032 §5.1.7)',
    'signature',
    (f) => {
      const s = numberAt(Buffer.from(f.signature.subarray(32).toReversed()))
      return f.resigned(Buffer.concat([f.signature.subarray(0, 32), littleEndian(s + ed25519Order)]))
    },
  ],
  ['R the neutral point, S zero', 'signature', (f) => f.resigned(Buffer.concat([littleEndian(1n), Buffer.alloc(32)]))],
  [
    'R of small order, S zero',
    'signature',
    (f) =>
      f.resigned(
        Buffer.concat([
          Buffer.from('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', 'hex'),
          Buffer.alloc(32),
        ]),
      ),
  ],
  ...(['Ed25519', 'P256', 'P384', 'Ed448', 'K256', 'RSA'] as const).map((name): Attack => [
    `of a foreign ${name} key`,
    'signature',
    (f) => f.signedBy(by(name)),
  ]),
  ...(
    [
      ['ES384', 'P384'],
      ['ES256K', 'K256'],
      ['RS256', 'RSA'],
      ['Ed448', 'Ed448'],
    ] as const
  ).map(([alg, name]): Attack => [
    `${alg}, of a foreign key, under our kid`,
    'key',
    (f) => f.signedBy(by(name), { alg }),
  ]),
  [
    'under the other of our algorithms',
    'key',
    (f) =>
      f.published.alg === 'EdDSA'
        ? f.signedBy(by('P256'), { alg: 'ES256' })
        : f.signedBy(by('Ed25519'), { alg: 'EdDSA' }),
  ],
  ['over the claims alone', 'signature', async (f) => f.resigned(await f.rightSignature(f.parts[1]))],
  ['over nothing', 'signature', async (f) => f.resigned(await f.rightSignature(''))],
  [
    'over the hash of the token',
    'signature',
    async (f) => f.resigned(await f.rightSignature(encode(Buffer.from(f.token)))),
  ],
  [
    'of other claims',
    'signature',
    async (f) => f.resigned(Buffer.from((await f.signed({ role: 'admin' })).split('.')[2] ?? '', 'base64url')),
  ],
  ['kept, the role changed', 'signature', (f) => f.signedBy(() => f.signature, {}, { role: 'admin' })],
  ['kept, the session changed', 'signature', (f) => f.signedBy(() => f.signature, {}, { sid: 'another' })],
]

const encodings: readonly Attack[] = [
  ['the signature with =', 'nothing', (f) => `${f.token}=`],
  ['the signature with ==', 'nothing', (f) => `${f.token}==`],
  ['the signature with spare bits', 'nothing', (f) => f.parts.with(2, withSpareBits(f.parts[2])).join('.')],
  [
    'the signature with other spare bits',
    'nothing',
    (f) => f.parts.with(2, withSpareBits(withSpareBits(f.parts[2]))).join('.'),
  ],
  ['a space in the signature', 'nothing', (f) => f.token.replace(/.{9}$/, ' $&')],
  ['a tab in the signature', 'nothing', (f) => f.token.replace(/.{9}$/, '\t$&')],
  ['a space before the signature', 'nothing', (f) => f.parts.with(2, ` ${f.parts[2]}`).join('.')],
  ['a space in the header, signed', 'key', (f) => f.signedInput(`${f.parts[0].replace(/.{9}$/, ' $&')}.${f.parts[1]}`)],
  ['a space after the claims, signed', 'signature', (f) => f.signedInput(`${f.parts[0]}.${f.parts[1]} `)],
  [
    'a tab in the claims, signed',
    'signature',
    (f) => f.signedInput(`${f.parts[0]}.${f.parts[1].replace(/.{9}$/, '\t$&')}`),
  ],
  [
    'the claims with spare bits, signed',
    'signature',
    (f) => f.signedInput(`${f.parts[0]}.${withSpareBits(encode(uneven(f)))}`),
  ],
  [
    'the claims with =, signed',
    'signature',
    (f) =>
      f.signedInput(
        `${f.parts[0]}.${Buffer.from(uneven(f)).toString('base64').replaceAll('+', '-').replaceAll('/', '_')}`,
      ),
  ],
  [
    'the header with =, signed',
    'key',
    (f) => f.signedInput(`${Buffer.from(`${json(f.header)} `).toString('base64')}.${f.parts[1]}`),
  ],
  [
    'the signature in the other alphabet',
    'nothing',
    async (f) => {
      for (let jti = 0; ; jti += 1) {
        const token = await f.signed({ jti: String(jti) })
        if (/[-_][^.]*$/.test(token))
          return token.replace(/[^.]*$/, (part) => part.replaceAll('-', '+').replaceAll('_', '/'))
      }
    },
  ],
  ['nothing', 'nothing', () => ''],
  ['one dot', 'nothing', () => '.'],
  ['two dots', 'nothing', () => '..'],
  ['a dot before it', 'nothing', (f) => `.${f.token}`],
  ['a dot after it', 'nothing', (f) => `${f.token}.`],
  ['four parts', 'nothing', (f) => `${f.token}.${f.parts[2]}`],
  ['five parts, as an encrypted one', 'key', (f) => `${f.token}.${f.parts[2]}.${f.parts[2]}`],
  ['no header', 'nothing', (f) => `.${f.parts[1]}.${f.parts[2]}`],
  ['no claims', 'signature', (f) => `${f.parts[0]}..${f.parts[2]}`],
  ['the header alone', 'nothing', (f) => f.parts[0]],
  ['as flattened JSON', 'nothing', (f) => json({ protected: f.parts[0], payload: f.parts[1], signature: f.parts[2] })],
  [
    'as general JSON',
    'nothing',
    (f) => json({ payload: f.parts[1], signatures: [{ protected: f.parts[0], signature: f.parts[2] }] }),
  ],
  ['in quotes', 'nothing', (f) => `"${f.token}"`],
  ['with its dots percent-encoded', 'nothing', (f) => f.token.replaceAll('.', '%2E')],
  ['with a percent-encoded NUL', 'nothing', (f) => `${f.token}%00`],
  ['twice, with a comma', 'nothing', (f) => `${f.token},${f.token}`],
  ['twice, with a comma and a space', 'nothing', (f) => `${f.token}, Bearer ${f.token}`],
  ['twice, with a space', 'nothing', (f) => `${f.token} ${f.token}`],
  ['with parameters', 'nothing', (f) => `${f.token}; a=b`],
  ['as a parameter', 'nothing', (f) => `token="${f.token}"`],
  ['after the scheme again', 'nothing', (f) => `Bearer ${f.token}`],
  ['with a character of two bytes', 'nothing', (f) => Buffer.from(f.token.replace('.', '․'))],
  ['with a byte that is no text', 'nothing', (f) => Buffer.concat([Buffer.from(f.token), Buffer.of(0xff)])],
  ['with a no-break space', 'nothing', (f) => Buffer.concat([Buffer.from(f.token), Buffer.of(0xa0)])],
]

const sizes: readonly Attack[] = [
  ['just too long, signed', 'nothing', (f) => f.signed({ more: 'x'.repeat(1500) })],
  ['15 KB of one letter', 'nothing', () => 'A'.repeat(15_000)],
  ['15 KB of dots', 'nothing', () => '.'.repeat(15_000)],
  ['15 KB of kid', 'nothing', (f) => f.signedBy(() => f.signature, { kid: 'k'.repeat(11_000) })],
  ['15 KB of brackets as header', 'nothing', (f) => `${encode('['.repeat(10_000))}.${f.parts[1]}.${f.parts[2]}`],
  ['15 KB of claims', 'nothing', (f) => f.signed({ more: 'x'.repeat(10_000) })],
  ['15 KB of signature', 'nothing', (f) => `${f.token}${'A'.repeat(14_000)}`],
  ['15 KB of spaces in it', 'nothing', (f) => f.token.replace(/.{9}$/, `${' '.repeat(14_000)}$&`)],
]

/** The attacks with a token, by what is wrong with it. */
export const tokenAttacks: Readonly<Record<string, readonly Attack[]>> = {
  'without a signature': unsigned,
  'signed with a public value': symmetric,
  'that brings its own key': keysBroughtAlong,
  'with a kid that is': kids,
  'rightly signed, its header': headers,
  'rightly signed, its claims': claims,
  'with a signature': signatures,
  'written otherwise:': encodings,
  'of too many bytes:': sizes,
}
