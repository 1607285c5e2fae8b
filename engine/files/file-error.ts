// Every failed write ends here: a code for the program and a sentence for the person.

export type FileErrorCode =
  | 'disk-full'
  | 'read-only'
  | 'permission'
  | 'missing'
  | 'not-a-folder'
  | 'is-a-folder'
  | 'already-exists'
  | 'name-too-long'
  | 'too-large'
  | 'too-many-open'
  | 'device'
  | 'busy'
  | 'short-write'
  | 'other'

export class FileError extends Error {
  override readonly name = 'FileError'
  readonly code: FileErrorCode
  readonly path: string

  constructor(code: FileErrorCode, path: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
    this.path = path
  }
}

const codes: Readonly<Record<string, FileErrorCode>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EROFS: 'read-only',
  EACCES: 'permission',
  EPERM: 'permission',
  ENOENT: 'missing',
  ENOTDIR: 'not-a-folder',
  EISDIR: 'is-a-folder',
  EEXIST: 'already-exists',
  ENOTEMPTY: 'already-exists',
  ENAMETOOLONG: 'name-too-long',
  EFBIG: 'too-large',
  EMFILE: 'too-many-open',
  ENFILE: 'too-many-open',
  EIO: 'device',
  ESHORT: 'short-write',
  EBUSY: 'busy',
  ETXTBSY: 'busy',
}

const reasons: Readonly<Record<FileErrorCode, string>> = {
  'disk-full': 'the disk is full. Free some space or choose another place.',
  'read-only': 'the disk is mounted read-only. Choose another place.',
  permission: 'you may not write there. Change the permissions or choose another place.',
  missing: 'its folder does not exist. Make the folder or choose another place.',
  'not-a-folder': 'a part of its path is a file, not a folder. Choose another place.',
  'is-a-folder': 'a folder has that name. Choose another name.',
  'already-exists': 'something with that name exists already. Choose another name.',
  'name-too-long': 'the name is too long for this disk. Choose a shorter one.',
  'too-large': 'it is larger than a file may be here. Choose another place.',
  'too-many-open': 'the system has too many files open. Close other programs and try again.',
  device: 'the disk reports an error. Choose another disk and check this one.',
  busy: 'another program holds it. Close that program and try again.',
  'short-write': 'the disk took only a part of it. Free some space or choose another place.',
  other: 'the system refused.',
}

const readingReasons: Partial<Record<FileErrorCode, string>> = {
  missing: 'there is no such file. Check the path.',
  permission: 'you may not read it. Change its permissions.',
  'is-a-folder': 'it is a folder. Name the file in it.',
}

export type FileTask = 'saved' | 'read' | 'published' | 'opened'

/** Turns what the system threw into a FileError; `kept` says what is on the disk now. */
export function toFileError(thrown: unknown, path: string, task: FileTask, kept = ''): FileError {
  if (thrown instanceof FileError) return thrown
  const systemCode = systemCodeOf(thrown)
  const code = codes[systemCode ?? ''] ?? 'other'
  const detail = code === 'other' ? ` (${systemCode ?? String(thrown)})` : ''
  const reason = (task === 'read' && readingReasons[code]) || reasons[code]
  const sentence = `${path} was not ${task}: ${reason}${detail}${kept && ` ${kept}`}`
  return new FileError(code, path, sentence, thrown)
}

export function systemCodeOf(thrown: unknown): string | undefined {
  const code = (thrown as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : undefined
}

/** For a disk that takes fewer bytes than it was given and reports no error. */
export function shortWrite(written: number, expected: number): Error {
  return Object.assign(new Error(`${written} of ${expected} bytes were written`), {
    code: 'ESHORT',
  })
}
