// Generated text by the line, each line knowing the node that it came from.
import type { Definition } from '../../graph/network.ts'

export interface Line {
  readonly text: string
  /** The node that this line draws, for selection and errors in the code pane. */
  readonly node: Definition | null
  /** True on the last line of the node's statement, where its output shape is shown. */
  readonly last?: boolean
}

export class Lines {
  readonly #lines: Line[] = []
  #depth = 0

  get lines(): readonly Line[] {
    return this.#lines
  }

  /** Columns that are left on a line at the current depth. */
  get room(): number {
    return 80 - 2 * this.#depth
  }

  add(text: string, node: Definition | null = null): void {
    const rows = text.split('\n')
    for (const [index, row] of rows.entries())
      this.#lines.push({
        text: row === '' ? '' : `${'  '.repeat(this.#depth)}${row}`,
        node,
        ...(node !== null && index === rows.length - 1 && { last: true }),
      })
  }

  indented(write: () => void): void {
    this.#depth++
    write()
    this.#depth--
  }
}

/** `head{ a, b }tail`, or one property a line where that is too long for `room` columns. */
export function braces(
  head: string,
  properties: readonly string[],
  tail: string,
  room: number,
): string {
  if (properties.length === 0) return `${head}{}${tail}`
  const flat = `${head}{ ${properties.join(', ')} }${tail}`
  if (flat.length <= room && !flat.includes('\n')) return flat
  const indent = (text: string) => text.replace(/\n/g, '\n  ')
  return `${head}{\n${properties.map(property => `  ${indent(property)},\n`).join('')}}${tail}`
}
