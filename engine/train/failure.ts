// Errors on their way from a trainer to a person: one sentence, whose fault, and the trace for debugging.
import { CompileError } from '../compile/compilation.ts'
import { SessionError } from '../compile/session-types.ts'
import { DataError } from '../data/data-error.ts'
import { FileError } from '../files/file-error.ts'
import { DivergenceError } from './divergence.ts'
import type { Failure } from './messages.ts'
import { RunError } from './run-error.ts'

export function toFailure(thrown: unknown): Failure {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  const stack = error.stack ?? error.message
  const layer = layerOf(error)
  return { ...describe(error), stack, ...(layer !== null && { layer }) }
}

function describe(error: Error): Pick<Failure, 'fault' | 'code' | 'message'> {
  const { message } = error
  if (error instanceof RunError) return { fault: error.fault, code: error.code, message }
  if (error instanceof DataError) return { fault: 'input', code: 'data', message }
  if (error instanceof FileError) return { fault: 'input', code: error.code, message }
  if (error instanceof CompileError) return { fault: 'input', code: 'compile', message }
  if (error instanceof SessionError) {
    const fault = error.code === 'wrong-data' ? 'input' : 'engine'
    return { fault, code: error.code, message }
  }
  return { fault: 'engine', code: 'engine', message: `The trainer failed: ${message}` }
}

function layerOf(error: Error): string | null {
  return error instanceof CompileError ||
    error instanceof SessionError ||
    error instanceof DivergenceError
    ? error.layer
    : null
}

export function fromFailure(failure: Failure): RunError {
  const error = new RunError(failure.fault, failure.code, failure.message)
  error.stack = failure.stack
  return error
}
