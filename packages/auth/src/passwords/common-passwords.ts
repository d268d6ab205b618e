/**
 * The commonest passwords of public breaches, most used first, lower case; some 49,000. Loaded when the first password
 * is set, not at start.
 */
export async function loadCommonPasswords(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set(dictionary['passwords-common'])
}
