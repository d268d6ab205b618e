import { describe, expect, it } from 'vitest'
import inlined from './common-passwords.bin?url&inline'
import { PasswordList } from './password-list.ts'

const file = new Uint8Array(await (await fetch(inlined)).arrayBuffer())
const list = new PasswordList(file)

describe('the list of common passwords', () => {
  it.each(['password', 'iloveyou', 'Password1', 'PASSWORD1 ', 'qwertyuiop123'])('has %j', async (password) => {
    expect(await list.includes(password)).toBe(true)
  })

  it.each(['correct horse battery', 'a good new one', 'パスワードです！'])('does not have %j', async (password) => {
    expect(await list.includes(password)).toBe(false)
  })

  it('is refused when a part of it is missing', () => {
    expect(() => new PasswordList(file.subarray(0, -1))).toThrow('it is not whole')
    expect(() => new PasswordList(new TextEncoder().encode('<!doctype html>'))).toThrow('it is no filter of passwords')
  })
})
