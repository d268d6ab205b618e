import { after } from '../core/duration.ts'

/** A clock that tests move by hand. It starts in 2100, so that code which reads the machine's clock fails its tests. */
export class HandSetClock {
  #moment = new Date('2100-01-01T00:00:00Z')

  readonly now = (): Date => this.#moment

  advance(milliseconds: number): void {
    this.#moment = after(this.#moment, milliseconds)
  }
}
