// How calls are laid out over lines: on one, else the arguments on a line of their own, else one a line.
import { parens } from '../python/layout.ts'

export function call(head: string, parts: readonly string[], tail: string, room: number): string {
  const flat = `${head}(${parts.join(', ')})${tail}`
  const inner = parts.join(', ')
  if (parts.length === 0 || flat.length <= room || inner.length + 4 > room || inner.includes('\n'))
    return parens(head, parts, tail, room)
  return `${head}(\n    ${inner}\n)${tail}`
}
