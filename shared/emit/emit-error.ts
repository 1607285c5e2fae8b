/** Raised for a drawing that cannot become code; the message says what to mend. */
export class EmitError extends Error {
  override readonly name = 'EmitError'
}
