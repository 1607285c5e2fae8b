// Every failure of a run that reaches a person.

/** `input`: the document, data or folder is wrong (exit code 1). `engine`: we or TensorFlow failed (3). */
export type Fault = 'input' | 'engine'

export class RunError extends Error {
  override readonly name = 'RunError'
  readonly fault: Fault
  /** Stable, for programs: `run-not-empty`, `loss-not-finite`, `trainer-killed` … */
  readonly code: string

  constructor(fault: Fault, code: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.fault = fault
    this.code = code
  }
}
