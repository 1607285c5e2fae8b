// Two inputs, two outputs that answer, a head for training only, and a layer that stands at two places.
import { writeFileSync } from 'node:fs'
import { zipSync } from 'fflate'
import { writeNpy } from '../../../engine/data/npy.ts'
import type { NetworkDocument, Training } from '../../../shared/document/types.ts'
import { generator } from '../compile/keras-check.ts'
import { drawing } from '../compile/networks.ts'

const twin = { type: 'dense', params: { units: 5, activation: 'relu' }, sharedWeights: 'twin' }

export function severalDocument(training: Partial<Training> = {}): NetworkDocument {
  const document = drawing('Several', [
    { id: 'image', type: 'input', params: { shape: [6, 6, 1] } },
    { id: 'side', type: 'input', params: { shape: [4] } },
    {
      id: 'conv',
      type: 'conv2d',
      params: { filters: 3, kernelSize: 3, padding: 'same', activation: 'relu' },
      from: ['image'],
    },
    { id: 'flat', type: 'flatten' },
    { id: 'narrow', type: 'dense', params: { units: 4, activation: 'tanh' } },
    { id: 'seen', ...twin },
    { id: 'told', ...twin, from: ['side'] },
    { id: 'join', type: 'concatenate', from: ['seen', 'told'] },
    { id: 'early', type: 'dense', params: { units: 3, activation: 'softmax' }, from: ['flat'] },
    { id: 'kind', type: 'dense', params: { units: 3, activation: 'softmax' }, from: ['join'] },
    { id: 'place', type: 'dense', params: { units: 2 }, from: ['join'] },
    { id: 'same', type: 'dense', params: { units: 1, activation: 'sigmoid' }, from: ['join'] },
  ])
  return {
    ...document,
    training: {
      dataset: { kind: 'npz', path: 'several.npz', validation: 0.2 },
      loss: 'categoricalCrossentropy',
      losses: {
        early: { loss: 'categoricalCrossentropy', weight: 0.3, trainingOnly: true },
        kind: { loss: 'categoricalCrossentropy' },
        place: { loss: 'meanSquaredError', weight: 0.5 },
        same: { loss: 'binaryCrossentropy', weight: 2 },
      },
      optimizer: { kind: 'sgd', learningRate: 0.1 },
      epochs: 1,
      batchSize: 16,
      seed: 3,
      threads: 2,
      ...training,
    },
  }
}

export interface Arrays {
  readonly [name: string]: { readonly shape: readonly number[]; readonly values: number[] }
}

/** Rows of chance whose answers depend on both inputs. */
export function severalArrays(count: number, seed: number): Arrays {
  const draw = generator(seed)
  const numbers = (size: number) => Array.from({ length: size }, () => Math.fround(draw() * 2 - 1))
  const image = numbers(count * 36)
  const side = numbers(count * 4)
  const rows = Array.from({ length: count }, (_, row) => row)
  const at = (row: number, place: number) => side[4 * row + place] ?? 0
  return {
    image: { shape: [count, 6, 6, 1], values: image },
    side: { shape: [count, 4], values: side },
    kind: {
      shape: [count],
      values: rows.map(row => (at(row, 0) > 0.3 ? 2 : at(row, 1) > 0 ? 1 : 0)),
    },
    place: {
      shape: [count, 2],
      values: rows.flatMap(row => [Math.fround(at(row, 2) + (image[36 * row] ?? 0)), at(row, 3)]),
    },
    same: { shape: [count], values: rows.map(row => Number(at(row, 0) > at(row, 1))) },
  }
}

const whole = new Set(['kind', 'same'])

/** `without`: arrays that the file lacks. */
export function writeSeveral(
  path: string,
  train: Arrays,
  test: Arrays,
  without: string[] = [],
): void {
  const files = Object.entries({ _train: train, _test: test }).flatMap(([suffix, arrays]) =>
    Object.entries(arrays)
      .filter(([name]) => !without.includes(name))
      .map(([name, { shape, values }]) => {
        const typed = whole.has(name) ? Int32Array.from(values) : Float32Array.from(values)
        return [`${name}${suffix}.npy`, writeNpy(typed, shape)] as const
      }),
  )
  writeFileSync(path, zipSync(Object.fromEntries(files)))
}
