import { expect, it } from 'vitest'
import { isAnswer, isGatewayError } from './answered.ts'

function response(status: number, type: string): Response {
  return new Response('', { status, headers: { 'content-type': type } })
}

it('takes JSON for an answer of the server, whatever its status', () => {
  expect(isAnswer(response(200, 'application/json'))).toBe(true)
  expect(isAnswer(response(503, 'application/json; charset=utf-8'))).toBe(true)
  expect(isGatewayError(response(503, 'application/json'))).toBe(false)
})

it('takes the page of a proxy or a captive portal for none', () => {
  expect(isAnswer(response(200, 'text/html'))).toBe(false)
  expect(isAnswer(new Response(null, { status: 204 }))).toBe(false)
  expect(isGatewayError(response(502, 'text/html'))).toBe(true)
  expect(isGatewayError(response(413, 'text/html'))).toBe(false)
})
