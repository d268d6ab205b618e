import type { CDPSession, Page } from '@playwright/test'

/** What a virtual authenticator is made with. */
export interface VirtualAuthenticatorOptions {
  /** Whether its passkeys may be synced, as those of a password manager. */
  readonly synced?: boolean
  /** Whether it verifies its user, by a finger or a PIN. */
  readonly verifies?: boolean
  /** Whether it answers at once, as where its user always agrees. */
  readonly answers?: boolean
}

/** An authenticator that Chromium plays, for the page that it is added to. */
export class VirtualAuthenticator {
  readonly #devTools: CDPSession
  readonly #id: string

  private constructor(devTools: CDPSession, id: string) {
    this.#devTools = devTools
    this.#id = id
  }

  /** Adds one that is built into the device of a page, and has no passkeys yet. */
  static async add(
    page: Page,
    { synced = false, verifies = true, answers = true }: VirtualAuthenticatorOptions = {},
  ): Promise<VirtualAuthenticator> {
    const devTools = await page.context().newCDPSession(page)
    await devTools.send('WebAuthn.enable')
    const { authenticatorId } = await devTools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        ctap2Version: 'ctap2_1',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: verifies,
        automaticPresenceSimulation: answers,
        defaultBackupEligibility: synced,
        defaultBackupState: synced,
      },
    })
    return new VirtualAuthenticator(devTools, authenticatorId)
  }

  /** Has its user agree from now on, or no longer. */
  async setAnswers(answers: boolean): Promise<void> {
    const of = { authenticatorId: this.#id, enabled: answers }
    await this.#devTools.send('WebAuthn.setAutomaticPresenceSimulation', of)
  }

  /** Has it verify its user from now on, or no longer. */
  async setVerifies(isUserVerified: boolean): Promise<void> {
    await this.#devTools.send('WebAuthn.setUserVerified', { authenticatorId: this.#id, isUserVerified })
  }

  /** Returns the ids of its passkeys, and under which name it shows their user. */
  async passkeys(): Promise<
    readonly {
      readonly credentialId: string
      readonly userName: string | undefined
      readonly userDisplayName: string | undefined
    }[]
  > {
    const { credentials } = await this.#devTools.send('WebAuthn.getCredentials', { authenticatorId: this.#id })
    return credentials.map(({ credentialId, userName, userDisplayName }) => ({
      credentialId,
      userName,
      userDisplayName,
    }))
  }

  /** Sets the counter of its only passkey, as of a copy of it. */
  async setCounter(signCount: number): Promise<void> {
    const { credentials } = await this.#devTools.send('WebAuthn.getCredentials', { authenticatorId: this.#id })
    const [credential] = credentials
    if (credential === undefined) throw new Error('the authenticator has no passkey')
    const of = { authenticatorId: this.#id }
    await this.#devTools.send('WebAuthn.removeCredential', { ...of, credentialId: credential.credentialId })
    await this.#devTools.send('WebAuthn.addCredential', { ...of, credential: { ...credential, signCount } })
  }
}
