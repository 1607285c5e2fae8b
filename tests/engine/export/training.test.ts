// Exported projects train as the program does: several inputs, several outputs with losses and weights of their own.
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { severalArrays, severalDocument } from '../train/several-document.ts'
import { scratchFolder } from './exported-project.ts'
import {
  expectSame,
  expectSameInPython,
  type NamedArray,
  trainedHere,
  trainedInTypescript,
  type Weights,
} from './training-run.ts'

const count = 12
const steps = 3

const document = severalDocument({
  dataset: { kind: 'npz', validation: 0 },
  losses: {
    early: { loss: 'categoricalCrossentropy', weight: 0.3, answersOf: 'kind' },
    kind: { loss: 'categoricalCrossentropy' },
    place: { loss: 'meanSquaredError', weight: 0.5 },
    same: { loss: 'binaryCrossentropy', weight: 2 },
  },
  optimizer: { kind: 'momentum', learningRate: 0.1, momentum: 0.8, weightDecay: 0.05 },
  labelSmoothing: 0.1,
  epochs: steps,
  batchSize: count,
})

const drawn = severalArrays(count, 5)
const arrays: readonly NamedArray[] = ['image', 'side', 'kind', 'place', 'same'].map(name => {
  const { shape = [], values = [] } = drawn[name] ?? {}
  const typed = name === 'kind' ? Int32Array.from(values) : Float32Array.from(values)
  return { name, shape, values: typed }
})
const valuesOf = (name: string) =>
  arrays.find(array => array.name === name)?.values ?? new Float32Array()

const scratch = scratchFolder()
let before: Weights
let after: Weights

beforeAll(async () => {
  const inputs = { image: valuesOf('image'), side: valuesOf('side') } as Record<
    string,
    Float32Array
  >
  const labels = {
    early: valuesOf('kind'),
    kind: valuesOf('kind'),
    place: valuesOf('place'),
    same: valuesOf('same'),
  }
  ;({ before, after } = await trainedHere(document, { count, inputs, labels }, steps))
}, 120_000)

it('moves every weight', () => {
  // Seven layers, the twins being one, with a kernel and a bias each.
  expect(after.size).toBe(14)
  for (const [name, values] of after) expect(values, name).not.toEqual(before.get(name))
})

it('gives the same weights in TypeScript', async () => {
  expectSame(await trainedInTypescript(document, join(scratch, 'typescript'), arrays), after)
}, 200_000)

expectSameInPython(document, arrays, scratch, () => after)
