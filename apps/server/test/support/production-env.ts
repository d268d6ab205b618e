import { testSecret } from './test-secret.ts'

/** The least that a server at a public https address is configured with. Clients connect to it themselves, without a proxy. */
export const productionEnv = {
  PUBLIC_URL: 'https://id.example.com',
  APP_SECRETS: testSecret(),
  TRUST_PROXY: '0',
  HOST: '127.0.0.1',
  PASSWORD_HASH_MEMORY_KIB: '19456',
  PASSWORD_HASH_PASSES: '2',
}
