// Trains an exported project by its own command, and the drawing by the program's own graph: what the weights become.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync, zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { compileNetwork } from '../../../engine/compile/compile-network.ts'
import { openSession } from '../../../engine/compile/session.ts'
import type { LabelledBatch } from '../../../engine/compile/session-types.ts'
import { parseNpy, writeNpy } from '../../../engine/data/npy.ts'
import { exportKeras } from '../../../engine/export/keras.ts'
import { weightOrder } from '../../../engine/export/manifest.ts'
import { exportPytorch, stateOf } from '../../../engine/export/pytorch.ts'
import { pytorchFiles } from '../../../engine/export/pytorch-files.ts'
import { openDocument } from '../../../engine/train/network-session.ts'
import type { NetworkDocument } from '../../../shared/document/types.ts'
import { describeWithPython, python } from '../../python.ts'
import { describeWithTorch, torchPython } from '../../torch-python.ts'
import { soundNetwork } from '../compile/networks.ts'
import { exportProject, runNode } from './exported-project.ts'

export type Weights = ReadonlyMap<string, Float32Array>

export interface NamedArray {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Float32Array | Int32Array
}

/** The weights after steps of the program's own graph, each on the whole batch. */
export async function trainedHere(
  document: NetworkDocument,
  batch: LabelledBatch,
  steps: number,
): Promise<{ readonly before: Weights; readonly after: Weights }> {
  const { training } = document
  if (!training) throw new Error('a drawing without training')
  const session = await openSession(compileNetwork(soundNetwork(document), training))
  try {
    session.init()
    const before = session.readWeights()
    const { learningRate } = training.optimizer
    for (let step = 0; step < steps; step++) session.train({ ...batch, step, learningRate })
    return { before, after: session.readWeights() }
  } finally {
    session.close()
  }
}

/** Each weight's largest difference, as a share of its largest number. */
export function expectSame(found: Weights, wanted: Weights): void {
  for (const [name, values] of wanted) {
    const given = found.get(name) ?? []
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30)
    const apart = values.reduce(
      (most, value, at) => Math.max(most, Math.abs(value - (given[at] ?? Number.NaN))),
      0,
    )
    expect(apart / largest, name).toBeLessThanOrEqual(1e-5)
  }
}

export async function trainedInTypescript(
  document: NetworkDocument,
  folder: string,
  arrays: readonly NamedArray[],
): Promise<Weights> {
  const session = await openDocument(document)
  await exportProject(session, folder)
  await session.close()
  for (const { name, shape, values } of arrays)
    writeFileSync(join(folder, `${name}.npy`), writeNpy(values, shape))
  await runNode(['dist/train.js', ...arrays.map(({ name }) => `${name}.npy`)], folder)
  const bytes = new Uint8Array(readFileSync(join(folder, 'weights/weights.bin')))
  const { manifest, names } = weightOrder(soundNetwork(document))
  const places = manifest.layers.flatMap(({ weights }) => weights)
  return new Map(
    places.map(({ offset, shape }, at) => [
      names[at] ?? '',
      new Float32Array(bytes.buffer, offset, sizeOf(shape)),
    ]),
  )
}

export async function trainedInKeras(
  document: NetworkDocument,
  folder: string,
  arrays: readonly NamedArray[],
): Promise<Weights> {
  const session = await openDocument(document)
  await exportKeras(session, folder)
  await session.close()
  train(python, folder, arrays)
  const files = Object.entries(unzipSync(readFileSync(join(folder, 'weights.npz'))))
  return new Map(
    files.map(([name, bytes]) => [
      name.replace(/\.npy$/, ''),
      Float32Array.from(parseNpy(bytes, name).values as ArrayLike<number>),
    ]),
  )
}

export async function trainedInPytorch(
  document: NetworkDocument,
  folder: string,
  arrays: readonly NamedArray[],
): Promise<Weights> {
  const session = await openDocument(document)
  await exportPytorch(session, folder)
  await session.close()
  train(torchPython, folder, arrays)
  const bytes = new Uint8Array(readFileSync(join(folder, 'weights.safetensors')))
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true))
  const header: Record<string, { readonly data_offsets: readonly [number, number] }> = JSON.parse(
    new TextDecoder().decode(bytes.subarray(8, 8 + length)),
  )
  return new Map(
    Object.entries(header).map(
      ([
        key,
        {
          data_offsets: [begin, end],
        },
      ]) => [key, new Float32Array(bytes.slice(8 + length + begin, 8 + length + end).buffer)],
    ),
  )
}

/** The exported Keras and PyTorch come to the same weights by their own `train.py`. */
export function expectSameInPython(
  document: NetworkDocument,
  arrays: readonly NamedArray[],
  scratch: string,
  wanted: () => Weights,
): void {
  describeWithPython('in Keras', () => {
    it('gives the same weights', async () => {
      expectSame(await trainedInKeras(document, join(scratch, 'keras'), arrays), wanted())
    }, 200_000)
  })

  describeWithTorch('in PyTorch', () => {
    it('gives the same weights', async () => {
      const found = await trainedInPytorch(document, join(scratch, 'pytorch'), arrays)
      expectSame(found, await asState(document, wanted()))
    }, 200_000)
  })
}

/** Weights under the names and in the order that PyTorch has them. */
export async function asState(document: NetworkDocument, weights: Weights): Promise<Weights> {
  const { byId } = soundNetwork(document)
  const shapeOf = (name: string) => {
    const slash = name.lastIndexOf('/')
    return byId.get(name.slice(0, slash))?.weights[name.slice(slash + 1)]?.shape ?? []
  }
  const tensors = new Map(
    [...weights].map(([name, values]) => [name, { shape: shapeOf(name), values }]),
  )
  const { entries } = await pytorchFiles(document, {})
  return new Map([...stateOf(entries, tensors)].map(([key, { values }]) => [key, values]))
}

function train(
  interpreter: string | undefined,
  folder: string,
  arrays: readonly NamedArray[],
): void {
  const files = arrays.map(({ name, shape, values }) => [`${name}.npy`, writeNpy(values, shape)])
  writeFileSync(join(folder, 'data.npz'), zipSync(Object.fromEntries(files)))
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' }
  const options = { cwd: folder, encoding: 'utf8', env } as const
  execFileSync(interpreter ?? '', ['train.py', 'data.npz'], options)
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1)
}
