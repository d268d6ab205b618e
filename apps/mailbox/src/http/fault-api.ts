import { faultKinds, findFault } from '../faults/fault.ts'
import type { Faults } from '../faults/faults.ts'
import { readJson } from './read-json.ts'
import { type Handle, sendJson } from './respond.ts'

const maxCount = 1000

const usage = `Send JSON: { "kind": "${faultKinds.join('" | "')}" | "none", "count": 1 to ${maxCount} }, with its content type.`

export function showFaults(faults: Faults): Handle {
  return (_request, response) => sendJson(response, 200, faults.state)
}

/** Sets the fault of the next `count` recipients, one where it is left out; `none` ends it, and the waits of others. */
export function setFaults(faults: Faults): Handle {
  return async (request, response) => {
    const body = await readJson(request)
    const kind = findFault(body?.['kind'])
    const count = body?.['count'] ?? 1
    if (body?.['kind'] === 'none') faults.clear()
    else if (kind !== null && isCount(count)) faults.set(kind, count)
    else return sendJson(response, 400, { error: usage })
    sendJson(response, 200, faults.state)
  }
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= maxCount
}
