// The one error of this folder: which file, where in it, what was expected and found, what to do.

export interface ErrorPlace {
  readonly file?: string | undefined
  /** Byte at which the file stops making sense. */
  readonly offset?: number | undefined
  readonly cause?: unknown
}

export class DataError extends Error {
  override readonly name = 'DataError'
  readonly file: string | undefined
  readonly offset: number | undefined

  constructor(problem: string, place: ErrorPlace = {}) {
    const where = place.offset === undefined ? '' : ` at byte ${formatCount(place.offset)}`
    super(place.file === undefined ? problem : `${place.file}${where}: ${problem}`, {
      cause: place.cause,
    })
    this.file = place.file
    this.offset = place.offset
  }
}

export function formatCount(value: number): string {
  return value.toLocaleString('en-US')
}
