// What the linter says of networks with several inputs and outputs.
import { expect, it } from 'vitest'
import type { NetworkDocument, OutputLoss } from '../../../shared/document/types.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import { errorsOf } from '../../../shared/graph/network.ts'
import { drawing, layer } from './drawing.ts'

const codes = ['data-of-one', 'answers-of', 'only-training']
const mse = { loss: 'meanSquaredError' } as const

function trained(kind: string, losses: Readonly<Record<string, OutputLoss>>): NetworkDocument {
  return drawing(
    [
      layer('x', 'input', { shape: [28, 28, 1] }),
      layer('side', 'input', { shape: [4] }),
      layer('flat', 'flatten'),
      layer('join', 'concatenate'),
      layer('a', 'dense', { units: 2 }),
      layer('b', 'dense', { units: 2 }),
    ],
    'x > flat > join > a, side > join > b',
    {
      training: {
        dataset: { kind },
        loss: 'meanSquaredError',
        losses,
        optimizer: { kind: 'sgd', learningRate: 0.1 },
        epochs: 1,
        batchSize: 8,
        seed: 1,
      },
    },
  )
}

const found = (document: NetworkDocument) =>
  analyse(document).problems.filter(({ code }) => codes.includes(code))
const said = (document: NetworkDocument) => found(document).map(({ message }) => message)

it('says that data of one picture and one label cannot feed several, and hinders training only', () => {
  const document = trained('glyphs', { a: mse, b: mse })
  expect(said(document)).toEqual([
    'glyphs has one picture and one label for each example, and the network has 2 inputs (x, side) and 2 outputs (a, b). Use an npz file with an array for each, named after it.',
  ])
  expect(found(document)[0]?.about).toBe('data')
  expect(errorsOf(analyse(document))).toEqual([])
  expect(said(trained('npz', { a: mse, b: mse }))).toEqual([])
})

it('names no output whose answers another one has', () => {
  const head = { ...mse, trainingOnly: true }
  expect(said(trained('idx', { a: mse, b: head }))[0]).toContain('has 2 inputs (x, side). Use')
})

it('refuses answers of an output that is not there, of itself, and of one that has none', () => {
  const learns = (answersOf: string) => ({ ...mse, answersOf })
  expect(said(trained('npz', { a: mse, b: learns('c') }))).toEqual([
    'b learns the answers of c, which is no other output of the network. Name one of a in training.losses, "answersOf".',
  ])
  expect(said(trained('npz', { a: mse, b: learns('b') }))).toHaveLength(1)
  expect(said(trained('npz', { a: learns('b'), b: learns('a') }))).toHaveLength(2)
  expect(said(trained('npz', { a: mse, b: learns('a') }))).toEqual([])
})

it('warns where every output is for training only', () => {
  const head = { ...mse, trainingOnly: true }
  expect(said(trained('npz', { a: head, b: head }))).toEqual([
    'Every output (a, b) is marked as there for training only, so none is left out. Let one predict: remove its trainingOnly in training.losses.',
  ])
})
