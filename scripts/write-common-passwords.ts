import { writeFileSync } from 'node:fs'
import { buildPasswordFilter } from '../packages/auth/src/passwords/build-password-filter.ts'
import { commonPasswordsFile, listCommonPasswords } from '../packages/auth/src/testing/list-common-passwords.ts'
import { browserPasswordsFile, browserPasswordsFilter } from './browser-passwords.ts'

/** Writes the filters of common passwords, of the server and of browsers. Tests fail while they are not what the list makes. */
const passwords = await listCommonPasswords()
const { filter } = await buildPasswordFilter(() => passwords)
writeFileSync(commonPasswordsFile, filter.toBytes())
writeFileSync(browserPasswordsFile, await browserPasswordsFilter(passwords))
