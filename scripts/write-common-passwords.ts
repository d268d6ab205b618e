import { writeFileSync } from 'node:fs'
import { buildPasswordFilter } from '../packages/auth/src/passwords/build-password-filter.ts'
import { commonPasswordsFile, listCommonPasswords } from '../packages/auth/src/testing/list-common-passwords.ts'

/** Writes the filter of common passwords that comes with the server. A test fails while it is not what the list makes. */
const passwords = await listCommonPasswords()
const { filter } = await buildPasswordFilter(() => passwords)
writeFileSync(commonPasswordsFile, filter.toBytes())
