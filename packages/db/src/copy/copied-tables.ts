/**
 * What a column holds, and what of it both engines are compared by: a text; a whole number; milliseconds since 1970; 0 or 1;
 * a token hash in base64url; JSON with its keys in order.
 */
export type ColumnKind = 'text' | 'integer' | 'moment' | 'boolean' | 'tokenHash' | 'json'

/** A table of data, or a view that stands for several. */
export interface CopiedTable {
  readonly name: string
  /** The column of the primary key: a text that both engines compare byte by byte. */
  readonly key: string
  /** In which order its rows are copied and compared: `stored` where a store reads them in the order of storing. */
  readonly order: 'key' | 'stored'
  readonly columns: Readonly<Record<string, ColumnKind>>
}

/** A value of a column, as its kind says. */
export type Value = string | number | null

/** The values of a row, in the order of the columns of its table. */
export type Row = readonly Value[]

/**
 * Every table of data, each after those that it refers to. What an engine makes by itself is not among their columns: see
 * `packages/db/test/copy/copied-tables.test.ts`.
 */
export const copiedTables: readonly CopiedTable[] = [
  {
    name: 'users',
    key: 'id',
    order: 'key',
    columns: {
      id: 'text',
      email: 'text',
      email_proven_at: 'moment',
      name: 'text',
      role: 'text',
      created_at: 'moment',
    },
  },
  {
    name: 'password_credentials',
    key: 'user_id',
    order: 'key',
    columns: { user_id: 'text', hash: 'text', created_at: 'moment', changed_at: 'moment' },
  },
  {
    name: 'sessions',
    key: 'id',
    order: 'key',
    columns: {
      id: 'text',
      user_id: 'text',
      token_hash: 'tokenHash',
      ended_token_hash: 'tokenHash',
      kind: 'text',
      client_id: 'text',
      name: 'text',
      given_name: 'text',
      sign_in_method: 'text',
      remembered: 'boolean',
      browser: 'text',
      os: 'text',
      device: 'text',
      ip: 'text',
      device_family: 'text',
      network: 'text',
      new_device: 'boolean',
      new_network: 'boolean',
      created_at: 'moment',
      last_seen_at: 'moment',
      idle_expires_at: 'moment',
      expires_at: 'moment',
      sudo_until: 'moment',
      second_factor: 'text',
      ended_at: 'moment',
      end_reason: 'text',
      ended_by: 'text',
    },
  },
  {
    name: 'identities',
    key: 'id',
    order: 'key',
    columns: {
      id: 'text',
      user_id: 'text',
      provider: 'text',
      issuer: 'text',
      subject: 'text',
      email: 'text',
      linked_at: 'moment',
      last_used_at: 'moment',
    },
  },
  {
    name: 'authorization_requests',
    key: 'state_hash',
    order: 'key',
    columns: {
      state_hash: 'text',
      browser_hash: 'text',
      provider: 'text',
      intent: 'text',
      user_id: 'text',
      session_id: 'text',
      remember: 'boolean',
      code_verifier: 'text',
      nonce: 'text',
      return_to: 'text',
      expires_at: 'moment',
    },
  },
  {
    name: 'events',
    key: 'id',
    order: 'key',
    columns: {
      id: 'text',
      user_id: 'text',
      type: 'text',
      category: 'text',
      at: 'moment',
      actor: 'text',
      session_id: 'text',
      device: 'text',
      ip: 'text',
      request_id: 'text',
      details: 'json',
    },
  },
  {
    name: 'rate_limits',
    key: 'key',
    order: 'key',
    columns: { key: 'text', count: 'integer', expires_at: 'moment' },
  },
  {
    name: 'refresh_tokens',
    key: 'hash',
    order: 'stored',
    columns: {
      hash: 'text',
      session_id: 'text',
      family: 'text',
      created_at: 'moment',
      used_at: 'moment',
      secret_id: 'text',
    },
  },
  {
    name: 'signing_keys',
    key: 'id',
    order: 'key',
    columns: {
      id: 'text',
      algorithm: 'text',
      public_jwk: 'json',
      sealed_private_key: 'text',
      created_at: 'moment',
      signs_from: 'moment',
      signs_until: 'moment',
      published_until: 'moment',
    },
  },
  {
    name: 'grants',
    key: 'hash',
    order: 'key',
    columns: {
      hash: 'text',
      kind: 'text',
      client_id: 'text',
      redirect_uri: 'text',
      code_challenge: 'text',
      user_code_hash: 'text',
      ip: 'text',
      device: 'text',
      asked_at: 'moment',
      expires_at: 'moment',
      user_id: 'text',
      approved_by: 'text',
      denied_at: 'moment',
      used_at: 'moment',
      session_id: 'text',
    },
  },
  {
    name: 'challenges',
    key: 'id',
    order: 'key',
    columns: {
      id: 'text',
      kind: 'text',
      email: 'text',
      user_id: 'text',
      session_id: 'text',
      pending: 'json',
      code_hash: 'text',
      token_hash: 'text',
      browser_hash: 'text',
      tries: 'integer',
      created_at: 'moment',
      expires_at: 'moment',
    },
  },
  {
    name: 'outbox',
    key: 'id',
    order: 'key',
    columns: {
      id: 'text',
      kind: 'text',
      recipient: 'text',
      content: 'json',
      sealed_secret: 'text',
      notice: 'text',
      user_id: 'text',
      event_id: 'text',
      attempts: 'integer',
      created_at: 'moment',
      due_at: 'moment',
      expires_at: 'moment',
      claimed_until: 'moment',
      sent_at: 'moment',
    },
  },
  {
    name: 'undeliverable_addresses',
    key: 'email',
    order: 'key',
    columns: { email: 'text', since: 'moment' },
  },
  {
    name: 'totp_credentials',
    key: 'user_id',
    order: 'key',
    columns: { user_id: 'text', sealed_secret: 'text', last_step: 'integer', created_at: 'moment' },
  },
  {
    name: 'recovery_codes',
    key: 'id',
    order: 'key',
    columns: { id: 'text', user_id: 'text', slot: 'text', hash: 'text', created_at: 'moment' },
  },
  {
    name: 'trusted_devices',
    key: 'id',
    order: 'key',
    columns: {
      id: 'text',
      user_id: 'text',
      token_hash: 'text',
      name: 'text',
      ip: 'text',
      created_at: 'moment',
      last_used_at: 'moment',
      expires_at: 'moment',
    },
  },
  {
    name: 'sign_in_attempts',
    key: 'id',
    order: 'key',
    columns: {
      id: 'text',
      user_id: 'text',
      token_hash: 'text',
      method: 'text',
      remember: 'boolean',
      client_id: 'text',
      client_name: 'text',
      tries: 'integer',
      created_at: 'moment',
      expires_at: 'moment',
    },
  },
  {
    name: 'passkeys',
    key: 'id',
    order: 'key',
    columns: {
      id: 'text',
      user_id: 'text',
      credential_id: 'text',
      public_key: 'text',
      counter: 'integer',
      transports: 'json',
      aaguid: 'text',
      backup_eligible: 'boolean',
      backed_up: 'boolean',
      name: 'text',
      created_at: 'moment',
      last_used_at: 'moment',
    },
  },
  {
    name: 'passkey_challenges',
    key: 'hash',
    order: 'key',
    columns: {
      hash: 'text',
      browser_hash: 'text',
      purpose: 'text',
      user_id: 'text',
      session_id: 'text',
      created_at: 'moment',
      expires_at: 'moment',
    },
  },
]

/** Returns the key of a row. */
export function keyOf({ key, columns }: CopiedTable, row: Row): string {
  return String(row[Object.keys(columns).indexOf(key)])
}
