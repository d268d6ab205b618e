import {
  providerDefinitions,
  type ProviderVariable,
  providerVariablePrefix,
  providerVariables,
  signingAlgorithms,
} from '@latchkey/auth'
import { captchaProviderIds, passwordMaxLength, passwordMinLength } from '@latchkey/schema'
import { z } from 'zod'
import { trustProxy } from './trust-proxy.ts'
import {
  appSecrets,
  isFileAddress,
  isPostgresAddress,
  isRedisAddress,
  localAddress,
  mailFrom,
  publicUrl,
  serverAddress,
  smtpAddress,
  supportContact,
  tokenResources,
  wholeNumber,
} from './variable-formats.ts'

/** The variables of single providers, checked here; those of named ones contain the operator’s name and are checked when they are read. */
const singleProviderVariables: Readonly<Record<string, z.ZodOptional<z.ZodType<string, string>>>> = Object.fromEntries(
  providerDefinitions
    .filter((definition) => definition.kind === 'single')
    .flatMap((definition) =>
      Object.values(providerVariables(definition)).map((variable) => [
        `${providerVariablePrefix(definition)}_${variable.suffix}`,
        valueOf(variable).optional(),
      ]),
    ),
)

/** What a value of a provider's variable is. */
function valueOf({ kind, accepts }: ProviderVariable): z.ZodType<string, string> {
  const value = kind === 'text' ? z.string() : serverAddress
  return accepts === undefined ? value : value.refine((text) => accepts.test(text), accepts.refusal)
}

/** Every variable. `.env.example` lists the same ones, and a test compares them. */
export const variables = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'], 'must be development, production or test')
    .default('development'),
  HOST: z.string().min(1, 'must be an address to listen on').optional(),
  PORT: wholeNumber(0, 65_535, 3000),
  PUBLIC_URL: publicUrl.optional(),
  DATABASE_URL: z
    .string()
    .refine(
      (url) => isFileAddress(url) || isPostgresAddress(url),
      'must be file: and a path, like file:./data/latchkey.db, or postgres://user:password@host/database',
    )
    .default('file:./data/latchkey.db'),
  DATABASE_DIRECT_URL: z
    .string()
    .refine(isPostgresAddress, 'must be postgres://user:password@host/database')
    .optional(),
  REDIS_URL: z.string().refine(isRedisAddress, 'must be an address like redis://user:password@host:6379').optional(),
  SMTP_URL: smtpAddress.optional(),
  MAIL_FROM: mailFrom.optional(),
  SECOND_FACTOR: z.enum(['optional', 'admins', 'required'], 'must be optional, admins or required').default('admins'),
  EMAIL_PROOF: z.enum(['asked', 'required'], 'must be asked or required').optional(),
  EMAIL_CODES: z.enum(['on', 'off'], 'must be on or off').optional(),
  MAILBOX_URL: localAddress.optional(),
  CAPTCHA_PROVIDER: z.enum(captchaProviderIds, 'must be turnstile or hcaptcha').optional(),
  CAPTCHA_SITE_KEY: z.string().optional(),
  CAPTCHA_SECRET: z.string().optional(),
  CAPTCHA_VERIFY_URL: serverAddress.optional(),
  CAPTCHA_SCRIPT_URL: serverAddress.optional(),
  PASSKEY_RP_ID: z.string().optional(),
  PLACE_DATABASE: z.string().optional(),
  TRUST_PROXY: trustProxy.optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], 'must be fatal, error, warn, info, debug or silent')
    .default('info'),
  PASSWORD_MIN_LENGTH: wholeNumber(passwordMinLength, passwordMaxLength, passwordMinLength),
  PASSWORD_HASH_MEMORY_KIB: wholeNumber(8, 4_194_304, 19_456),
  PASSWORD_HASH_PASSES: wholeNumber(1, 100, 2),
  BREACHED_PASSWORDS_FILE: z.string().optional(),
  BREACHED_PASSWORDS_URL: serverAddress.optional(),
  SUPPORT_CONTACT: supportContact.optional(),
  SESSION_IDLE_HOURS: wholeNumber(1, 720, 12),
  SESSION_MAX_HOURS: wholeNumber(1, 720, 24),
  REMEMBERED_IDLE_DAYS: wholeNumber(1, 365, 14),
  REMEMBERED_MAX_DAYS: wholeNumber(1, 365, 90),
  SESSIONS_PER_USER: wholeNumber(1, 500, 20),
  SUDO_MINUTES: wholeNumber(1, 120, 10),
  EVENTS_KEEP_DAYS: wholeNumber(1, 3650, 365),
  ATTEMPTS_PER_ACCOUNT: wholeNumber(1, 1_000_000, 10),
  ATTEMPTS_PER_NETWORK: wholeNumber(1, 1_000_000, 200),
  ATTEMPT_WINDOW_MINUTES: wholeNumber(1, 1440, 15),
  APP_SECRETS: appSecrets.default([]),
  ACCESS_TOKEN_ALGORITHM: z.enum(signingAlgorithms, 'must be EdDSA or ES256').default('EdDSA'),
  COMMAND_LINE_CLIENT: z.enum(['on', 'off'], 'must be on or off').optional(),
  TOKEN_RESOURCES: tokenResources.default([]),
  TOKENS_BY_PASSWORD: z.enum(['on', 'off'], 'must be on or off').optional(),
  ...singleProviderVariables,
})

/** The values of the variables, parsed and with their defaults. */
export type Variables = z.output<typeof variables>
