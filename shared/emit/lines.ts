// Generated text by the line, each line knowing the node that it came from.
import type { Definition } from '../graph/network.ts'

export interface Line {
  readonly text: string
  /** The node that this line draws, for selection and errors in the code pane. */
  readonly node: Definition | null
  /** True on the last line of the node's statements, where its output shape is shown. */
  readonly last?: boolean
}

export class Lines {
  readonly #lines: Line[] = []
  readonly #step: string
  readonly #width: number
  #depth = 0
  #node: Definition | null = null

  /** The width is what the code pane shows beside the drawing. */
  constructor(step = '  ', width = 64) {
    this.#step = step
    this.#width = width
  }

  get lines(): readonly Line[] {
    return this.#lines
  }

  /** Columns that are left on a line at the current depth. */
  get room(): number {
    return this.#width - this.#step.length * this.#depth
  }

  add(text: string): void {
    const node = this.#node
    for (const row of text.split('\n'))
      this.#lines.push({ text: row === '' ? '' : `${this.#step.repeat(this.#depth)}${row}`, node })
  }

  indented(write: () => void): void {
    this.#depth++
    write()
    this.#depth--
  }

  /** What is written inside belongs to this node. */
  of(node: Definition, write: () => void): void {
    this.#node = node
    write()
    this.#node = null
    const last = this.#lines.pop()
    if (last) this.#lines.push({ ...last, last: true })
  }
}
