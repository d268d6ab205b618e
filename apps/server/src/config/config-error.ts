/** Bad variables, one line each: which, what is wrong, what to set. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}
