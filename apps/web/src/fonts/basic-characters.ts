const ascii = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCodePoint(0x20 + index)).join('')

/** The characters of the font that each page loads: those of the texts in every language. Others load further files. */
export const basicCharacters = `${ascii}\u00a0\u202fÄÖÜäöüß‘’‚“”„–—…·•→`
