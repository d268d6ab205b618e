import { expect, it } from 'vitest'
import { serverOrigin } from './server-origin.ts'

it.each([
  ['https://id.example.com', 'https://id.example.com'],
  ['https://id.example.com:8443/app?x#y', 'https://id.example.com:8443'],
  ['http://localhost:3000/', 'http://localhost:3000'],
  ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
  ['http://[::1]:3000', 'http://[::1]:3000'],
])('reads from %s the origin %s', (url, origin) => {
  expect(serverOrigin(url)).toBe(origin)
})

it.each([
  [
    'http://id.example.com',
    'http://id.example.com is not where a Latchkey can be: use https, or http on this machine.',
  ],
  ['http://localhost.example.com/x', 'http://localhost.example.com is not where a Latchkey can be: use https'],
  ['localhost:3400', 'localhost:3400 is no address: begin with https://'],
  ['id.example.com', 'id.example.com is no address: begin with https://'],
  ['ftp://localhost', 'ftp://localhost is no address: begin with https://'],
  ['file:///tokens', 'file:///tokens is no address'],
  ['', 'is no address'],
])('throws INVALID_URL for %s', (url, message) => {
  expect(() => serverOrigin(url)).toThrow(expect.objectContaining({ reason: 'INVALID_URL' }))
  expect(() => serverOrigin(url)).toThrow(message)
})
