// NumPy archives: x_train, y_train, x_test, y_test, or x and y alone; arrays named after inputs and outputs where
// a network has several. Values stay as they are.
import { basename } from 'node:path'
import type { WantedData } from '../../shared/runs/wanted-data.ts'
import { DataError, formatCount } from './data-error.ts'
import { type Examples, type LoadedExamples, sizeOf } from './dataset.ts'
import type { DatasetKind, LoadOptions } from './kinds.ts'
import { numberedClasses } from './labels.ts'
import { type NpyArray, parseNpy } from './npy.ts'
import { readTargets, toInput } from './npy-columns.ts'
import * as byName from './npz-named.ts'
import { readDataFile, resolvePath } from './read-file.ts'
import { openZip, type ZipArchive } from './read-zip.ts'

export const npz: DatasetKind = {
  kind: 'npz',
  label: 'NumPy archive',
  path: 'file',
  options: ['test'],
  load: async ({ path = '', test }, options) => {
    const file = resolvePath(path, options.folder)
    const archive = await openArchive(file, options)
    const { wanted } = options
    if (wanted && byName.wantsNames(wanted, arraysOf(archive, file)))
      return loadNamed(archive, file, test, { ...options, wanted })
    const training = readPart(archive, file, ['x_train', 'y_train'], ['x', 'y'])
    if (!training) throw missingArrays(archive, file)
    const tested =
      test === undefined
        ? readPart(archive, file, ['x_test', 'y_test'])
        : await readTestFile(resolvePath(test, options.folder), options)
    if (tested) checkAlike(training, tested, test ?? file)
    return {
      name: nameOf(file),
      training: training.examples,
      ...(tested && { test: tested.examples }),
      classNames: numberedClasses(Math.max(training.classes, tested?.classes ?? 0)),
    }
  },
}

async function loadNamed(
  archive: ZipArchive,
  file: string,
  test: string | undefined,
  options: LoadOptions & { readonly wanted: WantedData },
): Promise<LoadedExamples> {
  const { wanted, folder } = options
  const arrays = arraysOf(archive, file)
  const training = byName.readNamedPart(arrays, wanted, ['_train', ''])
  if (!training) throw byName.missingArrays(arrays, wanted, '_train')
  const testFile = test === undefined ? file : resolvePath(test, folder)
  const others =
    test === undefined ? arrays : arraysOf(await openArchive(testFile, options), testFile)
  const tested = byName.readNamedPart(
    others,
    wanted,
    test === undefined ? ['_test'] : ['_test', ''],
  )
  if (!tested && test !== undefined) throw byName.missingArrays(others, wanted, '_test')
  if (tested) byName.checkNamedAlike(training, tested, testFile)
  return byName.namedExamples(nameOf(file), training, tested)
}

function arraysOf(archive: ZipArchive, file: string): byName.Arrays {
  return { file, names: arrayNames(archive), read: name => readArray(archive, file, name) }
}

function nameOf(file: string): string {
  return basename(file).replace(/\.npz$/i, '')
}

/** Every array of an archive by its name, without the ending .npy. */
export function parseNpz(bytes: Uint8Array, file = 'The archive'): Record<string, NpyArray> {
  const archive = openZip(bytes, file)
  const arrays = arrayNames(archive).map(name => [name, readArray(archive, file, name)] as const)
  return Object.fromEntries(arrays.filter(([, array]) => array !== undefined)) as Record<
    string,
    NpyArray
  >
}

async function openArchive(file: string, options: LoadOptions): Promise<ZipArchive> {
  return openZip(await readDataFile(file, options), file)
}

async function readTestFile(file: string, options: LoadOptions): Promise<LoadedPart> {
  const archive = await openArchive(file, options)
  const part = readPart(archive, file, ['x_test', 'y_test'], ['x', 'y'])
  if (!part) throw missingArrays(archive, file)
  return part
}

function arrayNames(archive: ZipArchive): string[] {
  return archive.names.filter(name => name.endsWith('.npy')).map(name => name.slice(0, -4))
}

function missingArrays(archive: ZipArchive, file: string): DataError {
  const found = arrayNames(archive).slice(0, 8).join(', ') || 'no arrays'
  return new DataError(
    `holds ${found}, but x_train and y_train, or x and y, are wanted. Save it with numpy.savez(file, x_train=…, y_train=…).`,
    { file },
  )
}

function readArray(archive: ZipArchive, file: string, name: string): NpyArray | undefined {
  const bytes = archive.unpack(`${name}.npy`)
  return bytes && parseNpy(bytes, `${file} (${name})`)
}

interface LoadedPart {
  readonly examples: Examples
  /** 0 in regression. */
  readonly classes: number
}

function readPart(
  archive: ZipArchive,
  file: string,
  ...pairs: readonly (readonly [string, string])[]
): LoadedPart | undefined {
  for (const [xName, yName] of pairs) {
    const x = readArray(archive, file, xName)
    const y = readArray(archive, file, yName)
    if (!x && !y) continue
    if (!x || !y) {
      throw new DataError(`holds ${x ? xName : yName} but no ${x ? yName : xName}. Save both.`, {
        file,
      })
    }
    return joinArrays(x, y, file, [xName, yName])
  }
  return undefined
}

function joinArrays(
  x: NpyArray,
  y: NpyArray,
  file: string,
  [xName, yName]: readonly [string, string],
): LoadedPart {
  const [count, ...shape] = x.shape
  if (count === undefined || y.shape[0] === undefined || sizeOf(shape) === 0) {
    const found = `${xName} of shape (${x.shape.join(', ')}) and ${yName} of shape (${y.shape.join(', ')})`
    throw new DataError(`holds ${found}; the first axis of both must count the examples.`, { file })
  }
  if (y.shape[0] !== count) {
    const found = `${formatCount(count)} rows in ${xName} but ${formatCount(y.shape[0])} in ${yName}`
    throw new DataError(`holds ${found}. Save as many answers as examples.`, { file })
  }
  const { targets, classes } = readTargets(y, count, `${file} (${yName})`)
  return { examples: { count, ...toInput(x), targets }, classes }
}

function checkAlike(training: LoadedPart, test: LoadedPart, file: string): void {
  const describe = ({ examples: { shape, targets } }: LoadedPart) =>
    `examples of shape (${shape.join(', ')}) with ${targets.kind === 'classes' ? 'class numbers' : `values of shape (${targets.shape.join(', ')})`}`
  if (describe(training) === describe(test)) return
  throw new DataError(
    `the training part has ${describe(training)}, the test part ${describe(test)}. Both must be alike.`,
    { file },
  )
}
