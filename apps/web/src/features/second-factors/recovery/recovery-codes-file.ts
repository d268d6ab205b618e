/** A line for each: what the codes are for, whose they are, and the codes. */
export interface RecoveryCodesFile {
  readonly name: string
  readonly head: readonly string[]
  readonly codes: readonly string[]
}

/** Returns a recovery code as people read it, in halves. */
export function showRecoveryCode(code: string): string {
  const half = code.length / 2
  return `${code.slice(0, half)}-${code.slice(half)}`
}

/** Returns the text of a file with recovery codes. */
export function recoveryCodesText({ head, codes }: Omit<RecoveryCodesFile, 'name'>): string {
  return [...head, '', ...codes.map(showRecoveryCode), ''].join('\n')
}

/** Has the browser save a file with recovery codes. */
export function downloadRecoveryCodes(file: RecoveryCodesFile): void {
  const url = URL.createObjectURL(new Blob([recoveryCodesText(file)], { type: 'text/plain;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = file.name
  link.click()
  URL.revokeObjectURL(url)
}
