// Inputs for a prediction: .npy for the only input, .npz and JSON by input id.
import { extname } from 'node:path'
import { DataError } from '../data/data-error.ts'
import { type NpyArray, parseNpy } from '../data/npy.ts'
import { parseNpz } from '../data/npz.ts'
import { readDataFile } from '../data/read-file.ts'
import type { NamedArrays, NumericArray } from './run-types.ts'

export async function readInputs(file: string, inputIds: readonly string[]): Promise<NamedArrays> {
  const ending = extname(file).toLowerCase()
  if (!['.npy', '.npz', '.json'].includes(ending)) {
    throw new DataError('is of no kind that is read. Give .npy, .npz, .json, .png or .jpg.', {
      file,
    })
  }
  const bytes = await readDataFile(file)
  if (ending === '.npz') return namedArrays(parseNpz(bytes, file))
  const only = () => {
    const [id, second] = inputIds
    if (id !== undefined && second === undefined) return id
    throw new DataError(
      `holds one array, but the network has the inputs ${inputIds.join(', ')}. Name them in an .npz or .json file.`,
      { file },
    )
  }
  if (ending === '.npy') return { [only()]: toNumeric(parseNpy(bytes, file)) }
  const value = parseJson(bytes, file)
  if (Array.isArray(value) || typeof value === 'number') {
    return { [only()]: fromLists(value, file, only()) }
  }
  if (typeof value !== 'object' || value === null) throw notLists(file, 'the file')
  return Object.fromEntries(
    Object.entries(value).map(([id, lists]) => [id, fromLists(lists, file, id)]),
  )
}

function namedArrays(arrays: Readonly<Record<string, NpyArray>>): NamedArrays {
  return Object.fromEntries(Object.entries(arrays).map(([id, array]) => [id, toNumeric(array)]))
}

function toNumeric({ shape, values }: NpyArray): NumericArray {
  const floats = values instanceof Float32Array ? values : Float32Array.from(values as Float64Array)
  return { shape, values: floats }
}

function parseJson(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : ''
    throw new DataError(`is no JSON: ${reason}. Write nested lists of numbers.`, { file })
  }
}

const mostAxes = 64

/** null stands for NaN, as in what we print. */
function fromLists(lists: unknown, file: string, id: string): NumericArray {
  const shape: number[] = []
  for (let list = lists; Array.isArray(list); list = list[0]) {
    shape.push(list.length)
    if (shape.length > mostAxes) throw notLists(file, id)
  }
  const size = shape.reduce((product, length) => product * length, 1)
  const values: number[] = []
  collect(lists, 0)
  if (values.length !== size) throw uneven(file, id)
  return { shape, values: Float32Array.from(values) }

  function collect(item: unknown, depth: number): void {
    if (Array.isArray(item)) {
      if (item.length !== shape[depth]) throw uneven(file, id)
      for (const inner of item) collect(inner, depth + 1)
    } else {
      if (depth !== shape.length) throw uneven(file, id)
      if (typeof item !== 'number' && item !== null) throw notLists(file, id)
      values.push(item ?? Number.NaN)
    }
  }
}

function uneven(file: string, id: string): DataError {
  return new DataError(`the lists of ${id} differ in length. Make them a full array.`, { file })
}

function notLists(file: string, id: string): DataError {
  return new DataError(`${id} must be nested lists of numbers.`, { file })
}
