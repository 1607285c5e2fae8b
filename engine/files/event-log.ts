// A numbered log, one JSON record a line. Only whole records count: a last line torn by a crash or
// a full disk is cut off before the next one is written.

import { dirname } from 'node:path'
import { shortWrite, systemCodeOf, toFileError } from './file-error.ts'
import { type FileSystem, type OpenFile, syncFolder, systemFiles, writeAll } from './file-system.ts'

/** Numbered from 1, without gaps unless the file was damaged. */
export type EventRecord = { readonly sequence: number } & Readonly<Record<string, unknown>>

export interface EventLog {
  /** The number of the last record, 0 in an empty log. */
  readonly last: number
  /** Adds one record and returns its number. On failure the file is as before and FileError is thrown. */
  appendRecord(record: Readonly<Record<string, unknown>>): Promise<number>
  /** Makes everything appended so far survive a power cut. */
  sync(): Promise<void>
  close(): Promise<void>
}

export interface EventLogOptions {
  /** Cuts off what follows this record: a run that continues from a checkpoint tells it anew. */
  readonly keepThrough?: number
  readonly files?: FileSystem
}

export async function openEventLog(path: string, options: EventLogOptions = {}): Promise<EventLog> {
  const files = options.files ?? systemFiles
  let file: OpenFile | undefined
  try {
    file = await openOrMake(files, path)
    const { end, last } = findEnd(await readWhole(file), options.keepThrough ?? Infinity)
    if ((await file.size()) !== end) await file.truncate(end)
    return createLog(path, file, end, last)
  } catch (thrown) {
    await file?.close().catch(() => {})
    throw toFileError(thrown, path, 'opened')
  }
}

/** The whole records after a number, in order. Lines that are no records are passed over. */
export async function readEventLog(
  path: string,
  after = 0,
  files: FileSystem = systemFiles,
): Promise<EventRecord[]> {
  try {
    const file = await files.open(path, 'r')
    try {
      const records = splitLines(await readWhole(file)).map(line => line.record)
      return records.filter(
        record => record !== undefined && record.sequence > after,
      ) as EventRecord[]
    } finally {
      await file.close()
    }
  } catch (thrown) {
    throw toFileError(thrown, path, 'read')
  }
}

async function openOrMake(files: FileSystem, path: string): Promise<OpenFile> {
  try {
    return await files.open(path, 'r+')
  } catch (thrown) {
    if (systemCodeOf(thrown) !== 'ENOENT') throw thrown
    const file = await files.open(path, 'wx')
    await syncFolder(files, dirname(path)).catch(() => {})
    return file
  }
}

function createLog(path: string, file: OpenFile, start: number, lastRecord: number): EventLog {
  let end = start
  let last = lastRecord
  let torn = false
  let queue: Promise<unknown> = Promise.resolve()

  async function append(record: Readonly<Record<string, unknown>>): Promise<number> {
    const sequence = last + 1
    const bytes = new TextEncoder().encode(`${JSON.stringify({ ...record, sequence })}\n`)
    try {
      if (torn) await file.truncate(end)
      torn = true
      const written = await writeAll(file, bytes, end)
      if (written !== bytes.length) throw shortWrite(written, bytes.length)
      torn = false
    } catch (thrown) {
      torn = await file.truncate(end).then(
        () => false,
        () => true,
      )
      throw toFileError(thrown, path, 'saved', 'The records before it are whole.')
    }
    end += bytes.length
    last = sequence
    return sequence
  }

  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = queue.catch(() => {}).then(task)
    queue = result
    return result
  }

  return {
    get last() {
      return last
    },
    appendRecord: record => inTurn(() => append(record)),
    sync: () =>
      inTurn(async () => {
        await file.sync().catch(thrown => {
          throw toFileError(thrown, path, 'saved')
        })
      }),
    close: () => inTurn(() => file.close()),
  }
}

async function readWhole(file: OpenFile): Promise<Uint8Array> {
  const bytes = new Uint8Array(await file.size())
  let done = 0
  while (done < bytes.length) {
    const read = await file.read(bytes, done, bytes.length - done, done)
    if (read === 0) break
    done += read
  }
  return bytes.subarray(0, done)
}

/** Where the last record to keep ends; whatever follows it is torn or unwanted. */
function findEnd(bytes: Uint8Array, keepThrough: number): { end: number; last: number } {
  let end = 0
  let last = 0
  for (const { record, end: lineEnd } of splitLines(bytes)) {
    if (!record) continue
    if (record.sequence > keepThrough) break
    end = lineEnd
    last = record.sequence
  }
  return { end, last }
}

interface Line {
  readonly record: EventRecord | undefined
  readonly end: number
}

function splitLines(bytes: Uint8Array): Line[] {
  const lines: Line[] = []
  const decoder = new TextDecoder()
  let start = 0
  for (let newline = bytes.indexOf(10); newline >= 0; newline = bytes.indexOf(10, start)) {
    lines.push({
      record: parseRecord(decoder.decode(bytes.subarray(start, newline))),
      end: newline + 1,
    })
    start = newline + 1
  }
  return lines
}

function parseRecord(line: string): EventRecord | undefined {
  try {
    const value: unknown = JSON.parse(line)
    const sequence = (value as { sequence?: unknown } | null)?.sequence
    return Number.isSafeInteger(sequence) && (sequence as number) > 0
      ? (value as EventRecord)
      : undefined
  } catch {
    return undefined
  }
}
