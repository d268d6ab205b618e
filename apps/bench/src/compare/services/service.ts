/** A program that servers keep their data in. */
export interface Service {
  readonly url: string
  /** Its first process, which starts all others of it. */
  readonly pid: number
  readonly stop: () => Promise<void>
}
