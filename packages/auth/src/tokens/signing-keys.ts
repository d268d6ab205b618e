import type { SigningKeyId } from '@latchkey/schema'
import { calculateJwkThumbprint, exportJWK, exportPKCS8, generateKeyPair, importJWK, importPKCS8, type JWK } from 'jose'
import { after, day, hour, minute, second } from '../core/duration.ts'
import type { AppSecrets } from '../core/app-secrets.ts'
import type { SigningAlgorithm, SigningKey } from './signing-key.ts'
import type { SigningKeyStore } from './signing-key-store.ts'

export interface SigningKeyPolicy {
  readonly algorithm: SigningAlgorithm
  /** For how many milliseconds a key signs. */
  readonly period: number
  /** For how many milliseconds it is published before it signs: longer than verifiers cache the list of keys. */
  readonly lead: number
  /** For how many milliseconds it is published after it signed: longer than a token lives, with clocks that differ. */
  readonly grace: number
}

/** A key signs for 30 days, is published an hour before, and stays published for 15 minutes after. */
export const defaultSigningKeyPolicy: SigningKeyPolicy = {
  algorithm: 'EdDSA',
  period: 30 * day,
  lead: hour,
  grace: 15 * minute,
}

/** How many milliseconds behind the clock of another process may be that has to sign with the first key too. */
const skew = 5 * minute

/**
 * The list of keys is read again at most once in this time, however many unknown keys are asked for, and at least once in
 * it while keys are used: so soon a process notices that another one withdrew a key.
 */
const rereadPause = 5 * second

export interface UsableKey {
  readonly id: SigningKeyId
  readonly algorithm: SigningAlgorithm
  readonly key: CryptoKey | Uint8Array
}

export interface SigningKeysDependencies {
  readonly keys: SigningKeyStore
  readonly secrets: AppSecrets
  readonly policy: SigningKeyPolicy
  readonly now: () => Date
}

/** The signing keys of this server: made when there is none, and replaced in time by a successor that is published before. */
export class SigningKeys {
  readonly #deps: SigningKeysDependencies
  #published: readonly SigningKey[] = []
  #readAt: Date | null = null
  #rereading: Promise<void> | null = null
  readonly #private = new Map<SigningKeyId, Promise<CryptoKey>>()
  readonly #public = new Map<SigningKeyId, Promise<CryptoKey | Uint8Array>>()

  constructor(deps: SigningKeysDependencies) {
    this.#deps = deps
  }

  /** Returns the key set of `/.well-known/jwks.json`: every key that may have signed a token that is valid, and the next one. */
  async publicKeys(): Promise<readonly JWK[]> {
    await this.#read()
    return this.#published.map(({ id, algorithm, publicJwk }) => ({
      ...publicJwk,
      kid: id,
      alg: algorithm,
      use: 'sig',
    }))
  }

  /** Returns the key to sign with now. */
  async current(): Promise<UsableKey> {
    const { now } = this.#deps
    await this.#reread()
    if (this.#signingAt(now()) === undefined) await this.ensure()
    return (await this.#opened()) ?? (await this.#replaced())
  }

  /** Returns the published key with this id, or `null`. A key that another process withdrew is found for five seconds more. */
  async verifying(id: string): Promise<UsableKey | null> {
    await this.#reread()
    const found = this.#published.find((key) => key.id === id)
    if (found === undefined || found.publishedUntil <= this.#deps.now()) return null
    return { id: found.id, algorithm: found.algorithm, key: await this.#publicKey(found) }
  }

  /** Makes the keys that are missing: one for now, and its successor in time. A job calls it every minute. */
  async ensure(): Promise<void> {
    const { keys, policy, now } = this.#deps
    await keys.deleteUnpublished(now())
    await this.#read()
    if (this.#signingAt(now()) === undefined) {
      await keys.insertUnlessCovered(await this.#make(after(now(), -skew)))
      await this.#read()
    }
    const lastSigns = Math.max(...this.#published.map(({ signsUntil }) => signsUntil.getTime()))
    if (lastSigns <= after(now(), policy.lead).getTime()) {
      await keys.insertUnlessCovered(await this.#make(new Date(lastSigns)))
      await this.#read()
    }
  }

  /** Makes a new key, which signs once verifiers can know it. The old ones stay published until their last token expires. */
  async rotate(): Promise<Pick<SigningKey, 'id' | 'signsFrom'>> {
    const { keys, policy, now } = this.#deps
    const key = await this.#make(after(now(), policy.lead))
    await keys.insertAndRetireOthers(key, after(key.signsFrom, policy.grace))
    await this.#read()
    return key
  }

  /**
   * Makes a new key that signs at once, and withdraws every other one, which may have leaked: it is not published any more,
   * and what it signed is refused, here at once and in other processes within five seconds. Sessions go on, because clients
   * refresh. Returns how many keys were withdrawn.
   */
  async replaceNow(): Promise<Pick<SigningKey, 'id' | 'signsFrom'> & { readonly withdrawn: number }> {
    const { keys, now } = this.#deps
    const key = await this.#make(after(now(), -skew))
    const withdrawn = await keys.insertAndWithdrawOthers(key)
    await this.#read()
    return { id: key.id, signsFrom: key.signsFrom, withdrawn }
  }

  /** The key that signs now, if its private half can be opened. */
  async #opened(): Promise<UsableKey | null> {
    const found = this.#signingAt(this.#deps.now())
    const key = found === undefined ? null : await this.#privateKey(found)
    return found === undefined || key === null ? null : { id: found.id, algorithm: found.algorithm, key }
  }

  /** Replaces keys whose secret was removed from the configuration, so that they can't be opened to sign. */
  async #replaced(): Promise<UsableKey> {
    const { keys, policy, now } = this.#deps
    await keys.insertAndRetireOthers(await this.#make(now()), after(now(), policy.grace))
    await this.#read()
    const key = await this.#opened()
    if (key === null) throw new Error('there is no key to sign with, though one was made')
    return key
  }

  async #make(signsFrom: Date): Promise<SigningKey> {
    const { policy, secrets, now } = this.#deps
    const { algorithm, period, grace } = policy
    const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true })
    const publicJwk = await exportJWK(publicKey)
    const id = (await calculateJwkThumbprint(publicJwk)) as SigningKeyId
    const signsUntil = after(signsFrom, period)
    return {
      id,
      algorithm,
      publicJwk,
      sealedPrivateKey: secrets.seal(await exportPKCS8(privateKey), id),
      createdAt: now(),
      signsFrom,
      signsUntil,
      publishedUntil: after(signsUntil, grace),
    }
  }

  #signingAt(moment: Date): SigningKey | undefined {
    return this.#published.find(({ signsFrom, signsUntil }) => signsFrom <= moment && moment < signsUntil)
  }

  async #read(): Promise<void> {
    const now = this.#deps.now()
    this.#published = await this.#deps.keys.listPublished(now)
    this.#readAt = now
    const ids = new Set(this.#published.map(({ id }) => id))
    for (const known of [this.#private, this.#public]) {
      for (const id of known.keys()) if (!ids.has(id)) known.delete(id)
    }
  }

  /** Reads the list again, but not too soon after the last time. Concurrent callers wait for the same reading. */
  async #reread(): Promise<void> {
    const now = this.#deps.now()
    // A clock that was set back must not keep a list that was read in its future.
    const isTooSoon = this.#readAt !== null && this.#readAt <= now && now < after(this.#readAt, rereadPause)
    if (this.#rereading === null && isTooSoon) return
    this.#rereading ??= this.#read().finally(() => {
      this.#rereading = null
    })
    await this.#rereading
  }

  /** `null` when it is sealed under a secret that is not in the configuration any more. */
  async #privateKey({ id, algorithm, sealedPrivateKey }: SigningKey): Promise<CryptoKey | null> {
    const known = this.#private.get(id)
    if (known !== undefined) return known
    const pem = this.#deps.secrets.open(sealedPrivateKey, id)
    if (pem === null) return null
    const key = importPKCS8(pem, algorithm)
    this.#private.set(id, key)
    return key
  }

  #publicKey({ id, algorithm, publicJwk }: SigningKey): Promise<CryptoKey | Uint8Array> {
    const known = this.#public.get(id)
    if (known !== undefined) return known
    const key = importJWK(publicJwk, algorithm)
    this.#public.set(id, key)
    return key
  }
}
