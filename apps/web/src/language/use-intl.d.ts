import type { en } from '../messages/en.ts'

declare module 'use-intl' {
  interface AppConfig {
    /** The keys of texts, and what each of them has to be given. */
    readonly Messages: typeof en
  }
}
