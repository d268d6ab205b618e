import type { Program } from './start-program.ts'

const firstDelayMs = 1000
const longestDelayMs = 30_000

interface KeptProgramOptions {
  /** As the lines name it. */
  readonly name: string
  readonly launch: () => Program
  /** Where a line for the operator goes. */
  readonly say: (line: string) => void
  /** What of the others is to be said when it ends. */
  readonly meanwhile?: string
}

/** A program that is started again when it ends before it is stopped. */
export class KeptProgram {
  readonly #options: KeptProgramOptions
  #program: Program | null = null
  #delayMs = firstDelayMs
  #startAgain: NodeJS.Timeout | null = null
  #isStopped = false

  constructor(options: KeptProgramOptions) {
    this.#options = options
  }

  /**
   * Starts it. Returns the id of its process once it runs.
   *
   * @throws Error with the end of its output, when it ends before
   */
  async start(): Promise<number> {
    const program = this.#launch()
    const pid = await program.running
    void this.#watch(program)
    return pid
  }

  /** Ends it for good. Resolves when it is gone. */
  async stop(): Promise<void> {
    this.#isStopped = true
    if (this.#startAgain !== null) clearTimeout(this.#startAgain)
    await this.#program?.stop()
  }

  #launch(): Program {
    this.#program = this.#options.launch()
    return this.#program
  }

  async #watch(program: Program): Promise<void> {
    const { name, say, meanwhile = '' } = this.#options
    const how = await program.ended
    if (this.#isStopped) return
    say(`${name} ended (${how}).${meanwhile} It starts again in ${this.#delayMs / 1000} s.`)
    this.#startAgain = setTimeout(() => void this.#again(), this.#delayMs)
  }

  async #again(): Promise<void> {
    const { name, say } = this.#options
    const program = this.#launch()
    void this.#watch(program)
    try {
      say(`${name} runs again: process ${await program.running}.`)
      this.#delayMs = firstDelayMs
    } catch (error) {
      if (!this.#isStopped) say(String(error))
      this.#delayMs = Math.min(this.#delayMs * 2, longestDelayMs)
    }
  }
}
