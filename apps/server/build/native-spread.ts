import type { Plugin } from 'vite'

/** As tRPC's build writes an object spread for engines that have none: with property descriptors, key by key. */
const helper = /function _objectSpread2\(e\) \{.*?\n\}/s

/**
 * Has tRPC spread objects as Node does. Each middleware of a procedure spreads its options three times, which was a
 * twelfth of the time of a call. Fails the build where the helper is not found: then tRPC is built in another way, and this
 * can go.
 */
export function nativeSpread(): Plugin {
  let isFound = false
  return {
    name: 'native-spread',
    transform(code, id) {
      if (!/@trpc\/server\/dist\/getErrorShape-/.test(id)) return null
      isFound = helper.test(code)
      return code.replace(helper, 'function _objectSpread2(a, b, c) {\n\treturn { ...a, ...b, ...c };\n}')
    },
    buildEnd(error) {
      if (error === undefined && !isFound) this.error('tRPC no longer has the helper that this replaces')
    },
  }
}
