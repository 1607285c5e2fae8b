// The files of MNIST and its relatives (LeCun): a magic number, the sizes, the bytes; big-endian.
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { DataError, formatCount } from './data-error.ts'
import { type Examples, sizeOf } from './dataset.ts'
import { gunzip, isGzip, largestDeflateRatio, peekGzip } from './gunzip.ts'
import type { DatasetKind, LoadOptions } from './kinds.ts'
import { countClasses, numberedClasses } from './labels.ts'
import { readDataFile, resolvePath, toDataError } from './read-file.ts'

const unsignedBytes = 0x08
const names = {
  training: { images: 'train-images', labels: 'train-labels' },
  test: { images: 't10k-images', labels: 't10k-labels' },
} as const

export const idx: DatasetKind = {
  kind: 'idx',
  label: 'IDX files (MNIST, Fashion-MNIST)',
  path: 'folder',
  options: [],
  load: async ({ path = '.' }, options) => {
    const folder = resolvePath(path, options.folder)
    const entries = await listFolder(folder)
    const training = await readPair(folder, entries, names.training, options)
    if (!training) throw missing(folder, names.training.images)
    const test = await readPair(folder, entries, names.test, options)
    if (test && String(test.shape) !== String(training.shape)) {
      throw new DataError(
        `the test pictures are ${test.shape.join('×')}, the training pictures ${training.shape.join('×')}. Use files of one set.`,
        { file: folder },
      )
    }
    const classes = Math.max(...[training, ...(test ? [test] : [])].map(part => part.classes))
    return {
      name: basename(folder),
      training,
      ...(test && { test }),
      classNames: numberedClasses(classes),
    }
  },
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (thrown) {
    throw toDataError(thrown, folder)
  }
}

function missing(folder: string, name: string): DataError {
  return new DataError(
    `holds no ${name}-idx…-ubyte or ${name}-idx…-ubyte.gz. Put the four files of the set into one folder.`,
    { file: folder },
  )
}

/** Both files of a part, or undefined where neither is there. */
async function readPair(
  folder: string,
  entries: readonly string[],
  pair: { images: string; labels: string },
  options: LoadOptions,
): Promise<(Examples & { classes: number }) | undefined> {
  const [images, labels] = [findFile(entries, pair.images), findFile(entries, pair.labels)]
  if (!images && !labels) return undefined
  if (!images || !labels) throw missing(folder, images ? pair.labels : pair.images)
  const imagesPath = join(folder, images)
  const labelsPath = join(folder, labels)
  const pictures = parseIdx(await readDataFile(imagesPath, options), imagesPath)
  const answers = parseIdx(await readDataFile(labelsPath, options), labelsPath)
  return joinPair(pictures, imagesPath, answers, labelsPath)
}

/** `train-images-idx3-ubyte` as published, with a dot as some copies have it, plain before packed. */
function findFile(entries: readonly string[], prefix: string): string | undefined {
  const pattern = new RegExp(`^${prefix}[-.]idx\\d-ubyte(\\.gz)?$`)
  return entries.filter(name => pattern.test(name)).sort((a, b) => a.length - b.length)[0]
}

function joinPair(
  pictures: IdxArray,
  imagesPath: string,
  answers: IdxArray,
  labelsPath: string,
): Examples & { classes: number } {
  const [count = 0, ...shape] = pictures.shape
  if (shape.length < 2 || shape.length > 3) {
    const found = `holds an array of ${pictures.shape.join('×')}`
    throw new DataError(`${found}; pictures have count, rows and columns.`, {
      file: imagesPath,
      offset: 3,
    })
  }
  if (answers.shape.length !== 1) {
    const found = `holds an array of ${answers.shape.join('×')}`
    throw new DataError(`${found}; labels are a single column.`, { file: labelsPath, offset: 3 })
  }
  if (answers.values.length !== count) {
    throw new DataError(
      `holds ${formatCount(answers.values.length)} labels for ${formatCount(count)} pictures. Use files of one set.`,
      { file: labelsPath, offset: 4 },
    )
  }
  const classes = countClasses(answers.values, labelsPath, index => 8 + index)
  return {
    count,
    inputs: pictures.values,
    shape: shape.length === 2 ? [...shape, 1] : shape,
    scale: 1 / 255,
    targets: { kind: 'classes', values: Int32Array.from(answers.values) },
    classes,
  }
}

export interface IdxArray {
  readonly shape: readonly number[]
  readonly values: Uint8Array
}

/** Reads one IDX array of unsigned bytes, plain or gzip. */
export function parseIdx(bytes: Uint8Array, file: string): IdxArray {
  if (!isGzip(bytes)) {
    const { shape, start, end } = parseHeader(bytes, file)
    if (end !== bytes.length) throw wrongSize(formatCount(bytes.length), shape, end, file)
    return { shape, values: bytes.subarray(start) }
  }
  const longest = bytes.length * largestDeflateRatio
  const { shape, start, end } = parseHeader(peekGzip(bytes, file), file)
  if (!(end <= longest)) throw wrongSize(`at most ${formatCount(longest)}`, shape, end, file)
  return { shape, values: gunzip(bytes, end, file).subarray(start) }
}

function parseHeader(
  bytes: Uint8Array,
  file: string,
): { shape: number[]; start: number; end: number } {
  if (bytes.length < 4) throw truncated(bytes.length, 4, file)
  const [zero, zeroToo, type, axes] = bytes as unknown as [number, number, number, number]
  if (zero !== 0 || zeroToo !== 0 || axes === 0) {
    const found = Buffer.from(bytes.subarray(0, 4)).toString('hex')
    throw new DataError(
      `begins with ${found}, but an IDX file begins with two zero bytes, a type and a number of axes.`,
      { file, offset: 0 },
    )
  }
  if (type !== unsignedBytes) {
    const found = `0x${type.toString(16).padStart(2, '0')}`
    throw new DataError(`holds values of type ${found}; only unsigned bytes (0x08) are read.`, {
      file,
      offset: 2,
    })
  }
  const start = 4 + 4 * axes
  if (bytes.length < start) throw truncated(bytes.length, start, file)
  const view = new DataView(bytes.buffer, bytes.byteOffset, start)
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis))
  const zeroAxis = shape.indexOf(0, 1)
  if (zeroAxis >= 0) {
    throw new DataError(`axis ${zeroAxis + 1} has size 0.`, { file, offset: 4 + 4 * zeroAxis })
  }
  // The product of many sizes may be more than a double counts exactly, even infinite; then it is far
  // beyond any file, and the caller's comparison with the bytes that there are still refuses it.
  return { shape, start, end: start + sizeOf(shape) }
}

function truncated(length: number, expected: number, file: string): DataError {
  return new DataError(
    `ends after ${formatCount(length)} bytes, inside its header of ${formatCount(expected)}. Copy it again from its source.`,
    { file, offset: length },
  )
}

function wrongSize(found: string, shape: readonly number[], end: number, file: string): DataError {
  const promised = shape.map(formatCount).join('×')
  return new DataError(
    `the header promises an array of ${promised}, which makes a file of ${formatCount(end)} bytes, but there are ${found}. Copy it again from its source.`,
    { file, offset: 4 },
  )
}
