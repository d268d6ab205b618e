import { describe, expect, it } from 'vitest'
import { caretBehind, readCode, showCode } from './typed-code.ts'

describe('readCode', () => {
  it.each([
    'WDJBMJHT',
    'wdjb-mjht',
    ' Wdjb mjht ',
    'WDJB–MJHT',
    'w d j b m j h t',
    'wdjb.mjht\n',
    'Your code: WDJB-MJHT',
    'https://latchkey.example/device?code=WDJB-MJHT',
    'http://localhost:3000/device?code=wdjbmjht&x=1',
  ])('takes a code in any form: %j', (text) => {
    expect(readCode(text)).toEqual({ letters: 'WDJBMJHT', stray: null })
  })

  it('takes the letters as they are typed', () => {
    expect(readCode('')).toEqual({ letters: '', stray: null })
    expect(readCode('wdj')).toEqual({ letters: 'WDJ', stray: null })
  })

  it('leaves out characters that cannot be in a code, and returns the first of them', () => {
    expect(readCode('wda')).toEqual({ letters: 'WD', stray: 'A' })
    expect(readCode('WD1B')).toEqual({ letters: 'WDB', stray: '1' })
    expect(readCode('wdé')).toEqual({ letters: 'WD', stray: 'É' })
    expect(readCode('YES')).toEqual({ letters: 'S', stray: 'Y' })
  })

  it('stops at eight letters', () => {
    expect(readCode('WDJBMJHTZ').letters).toBe('WDJBMJHT')
  })
})

describe('showCode', () => {
  it('adds the dash once a letter follows it', () => {
    expect(showCode('')).toBe('')
    expect(showCode('WDJB')).toBe('WDJB')
    expect(showCode('WDJBM')).toBe('WDJB-M')
    expect(showCode('WDJBMJHT')).toBe('WDJB-MJHT')
  })
})

describe('caretBehind', () => {
  it('counts letters, and the dash once it is passed', () => {
    expect(caretBehind('')).toBe(0)
    expect(caretBehind('wdjb')).toBe(4)
    expect(caretBehind('WDJB-')).toBe(4)
    expect(caretBehind('wdjbm')).toBe(6)
    expect(caretBehind('wdAjb')).toBe(4)
    expect(caretBehind('WDJB-MJHTZZ')).toBe(9)
  })
})
