import address from './common-passwords.bin?url'
import { PasswordList } from './password-list.ts'

let loading: Promise<PasswordList> | null = null

/** Loads the list of common passwords, once. It is larger than the page's code, so only a page that needs it calls this. */
export async function loadCommonPasswords(): Promise<PasswordList | null> {
  loading ??= fetchList()
  try {
    return await loading
  } catch {
    // The next password that is typed tries again; the server has the last word in any case.
    loading = null
    return null
  }
}

async function fetchList(): Promise<PasswordList> {
  const response = await fetch(address)
  if (!response.ok) throw new Error(`the list of common passwords: ${response.status}`)
  return new PasswordList(new Uint8Array(await response.arrayBuffer()))
}
