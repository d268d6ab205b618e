/** Loaded before a server: its `Date` is off by the milliseconds of `?by=`, as that of a machine whose clock is wrong. */
const shift = Number(new URL(import.meta.url).searchParams.get('by'))
const RealDate = Date

globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + shift)
    else super(...args)
  }

  static now() {
    return RealDate.now() + shift
  }
}
