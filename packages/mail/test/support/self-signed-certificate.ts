import { generateKeyPairSync, sign } from 'node:crypto'

/** A TLS certificate that no authority signed, for localhost and one IPv4 address, and its private key; both PEM. */
export interface SelfSignedCertificate {
  readonly cert: string
  readonly key: string
}

const tag = { integer: 0x02, bits: 0x03, octets: 0x04, oid: 0x06, utf8: 0x0c, sequence: 0x30, set: 0x31, time: 0x18 }

/** Encodes one value of DER. @see ITU-T X.690 §8 */
function der(type: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const long = content.length < 0x100 ? [0x81, content.length] : [0x82, content.length >> 8, content.length & 0xff]
  return Buffer.concat([Buffer.from([type, ...(content.length < 0x80 ? [content.length] : long)]), content])
}

const hex = (text: string): Buffer => Buffer.from(text, 'hex')
const ecdsaWithSha256 = der(tag.sequence, der(tag.oid, hex('2a8648ce3d040302')))
const commonName = der(tag.oid, hex('550403'))
const subjectAltName = der(tag.oid, hex('551d11'))

/**
 * Makes a certificate, valid from 2000 to 2999, with a key of its own.
 *
 * @see [RFC 5280 §4.1](https://www.rfc-editor.org/rfc/rfc5280.html#section-4.1)
 */
export function selfSignedCertificate(address: string): SelfSignedCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = der(tag.sequence, der(tag.set, der(tag.sequence, commonName, der(tag.utf8, Buffer.from('localhost')))))
  const time = (text: string): Buffer => der(tag.time, Buffer.from(text))
  const ipv4 = Buffer.from(address.split('.').map(Number))
  const names = der(tag.sequence, der(0x82, Buffer.from('localhost')), der(0x87, ipv4))
  const certificate = der(
    tag.sequence,
    der(0xa0, der(tag.integer, hex('02'))),
    der(tag.integer, hex('01')),
    ecdsaWithSha256,
    name,
    der(tag.sequence, time('20000101000000Z'), time('29991231235959Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(tag.sequence, der(tag.sequence, subjectAltName, der(tag.octets, names)))),
  )
  const signature = der(tag.bits, hex('00'), sign('sha256', certificate, privateKey))
  const base64 = der(tag.sequence, certificate, ecdsaWithSha256, signature).toString('base64')
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  }
}
