import { isValidElement, type ReactElement, type ReactNode } from 'react'

/** Returns the text of a rich text whose elements are those of HTML, for labels. */
export function nodeText(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node)
  if (Array.isArray(node)) return node.map((part: ReactNode) => nodeText(part)).join('')
  if (!isValidElement(node)) return ''
  return nodeText((node as ReactElement<{ readonly children?: ReactNode }>).props.children)
}
