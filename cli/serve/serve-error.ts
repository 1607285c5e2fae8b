/** What the person can mend: said without a stack, exit code 1. */
export class ServeError extends Error {
  override readonly name = 'ServeError'
  readonly fault = 'input'
}
