import { expect, it } from 'vitest'
import { emailText } from './email-text.ts'

it.each([
  ['ada@example.com', 'ada@example.com'],
  ['ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example'],
  ['ada@bücher.example', 'ada@bücher.example (xn--bcher-kva.example)'],
  // The first letter is Cyrillic.
  ['ada@аpple.example', 'ada@аpple.example (xn--pple-43d.example)'],
  ['ädä@example.com', 'ädä@example.com'],
  ['a@b@ä.example', 'a@b@ä.example (xn--4ca.example)'],
  ['ada@ex\u200Bample.com\r\nBcc: eve', 'ada@example.com Bcc: eve'],
])('the email %j reads %j', (email, text) => {
  expect(emailText(email)).toBe(text)
})
