// Failures on the command line: a sentence on standard error, never a stack, and the exit code.
import { CommanderError } from 'commander'

export const exitCodes = { fine: 0, input: 1, usage: 2, engine: 3 } as const

/** A command that has said everything itself and only wants its exit code. */
export class ExitError extends Error {
  readonly exitCode: number
  constructor(exitCode: number, message = '') {
    super(message)
    this.name = 'ExitError'
    this.exitCode = exitCode
  }
}

/** The input is wrong: exit code 1. */
export function inputError(message: string): ExitError {
  return new ExitError(exitCodes.input, message)
}

/** Says what went wrong and returns the exit code. */
export function tell(thrown: unknown): number {
  if (thrown instanceof CommanderError) return tellUsage(thrown)
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  if (error.message !== '') process.stderr.write(`${error.message}\n`)
  if (process.env.LAYERLOOM_DEBUG) process.stderr.write(`${error.stack}\n`)
  return exitCodeOf(error)
}

function tellUsage(error: CommanderError): number {
  // Help and version have been printed on request.
  if (error.exitCode === 0) return exitCodes.fine
  if (error.code === 'commander.help') {
    process.stderr.write('Name a command. `layerloom --help` lists them.\n')
    return exitCodes.usage
  }
  const sentence = error.message.replace(/^error: /, '')
  const command = process.argv[2] ?? ''
  const topic =
    /^[a-z]+$/.test(command) && !sentence.startsWith('unknown command')
      ? `help ${command}`
      : '--help'
  const ended = /[.?)]$/.test(sentence) ? sentence : `${sentence}.`
  process.stderr.write(
    `${ended.charAt(0).toUpperCase()}${ended.slice(1)}\n\`layerloom ${topic}\` explains the usage.\n`,
  )
  return exitCodes.usage
}

// By name: importing every error class would load every module that has one.
const inputErrors: readonly string[] = [
  'DataError',
  'DatasetSpecError',
  'DocumentError',
  'FileError',
  'CompileError',
  'ExpressionError',
  'TemplateError',
]

function exitCodeOf(error: Error): number {
  if (error instanceof ExitError) return error.exitCode
  if ('fault' in error) return error.fault === 'input' ? exitCodes.input : exitCodes.engine
  return inputErrors.includes(error.name) ? exitCodes.input : exitCodes.engine
}
