import { expect, it } from 'vitest'
import { serverOrigin } from './server-origin.ts'

it.each([
  ['https://id.example.com', 'https://id.example.com'],
  ['https://id.example.com:8443/app?x#y', 'https://id.example.com:8443'],
  ['http://localhost:3000/', 'http://localhost:3000'],
  ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
  ['http://[::1]:3000', 'http://[::1]:3000'],
])('%s is the server %s', (url, origin) => {
  expect(serverOrigin(url)).toBe(origin)
})

it.each([
  'http://id.example.com',
  'http://localhost.example.com',
  'ftp://localhost',
  'file:///tokens',
  'id.example.com',
])('sends no token to %s', (url) => {
  expect(() => serverOrigin(url)).toThrow(TypeError)
})
