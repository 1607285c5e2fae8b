/** A file that cannot be opened as a network. The message is a sentence that names the place. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError'
  /** Stable name, `not-json`, `wrong-type` … */
  readonly code: string
  /** Where in the file, `nodes[3].params.filters`; empty for the file as a whole. */
  readonly path: string

  constructor(code: string, message: string, path = '') {
    super(message)
    this.code = code
    this.path = path
  }
}
