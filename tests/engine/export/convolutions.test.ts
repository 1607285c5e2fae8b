// Convolutions over one axis and three as the exported project has them, in the cases that are compared with Keras.
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDocument } from '../../../engine/train/network-session.ts'
import type { NamedArrays, NetworkSession } from '../../../engine/train/run-types.ts'
import { alongSequences, throughVolumes } from '../compile/convolution-networks.ts'
import {
  expectAnswers,
  exportProject,
  randomInputs,
  runNode,
  runProject,
  scratchFolder,
  titled,
} from './exported-project.ts'
import { convolutionCases, sideBySide } from './layer-cases.ts'

const scratch = scratchFolder()

describe('convolutions over one axis and three as TypeScript with tfjs', () => {
  const document = sideBySide('convolutions', convolutionCases)
  let session: NetworkSession
  let answers: readonly NamedArrays[]
  let expected: readonly NamedArrays[]

  beforeAll(async () => {
    const folder = join(scratch, 'convolutions')
    session = await openDocument(document)
    const batches = [1, 7].map(batch => randomInputs(session, batch))
    await exportProject(session, folder)
    answers = await runProject(folder, batches)
    expected = await Promise.all(batches.map(batch => session.predict(batch)))
  }, 300_000)
  afterAll(() => session.close())

  it.each(titled(convolutionCases))('%s answers as predict does', (_, index) => {
    expectAnswers(answers, expected, [`${convolutionCases[index]?.type}${index}`])
  })
})

/** One step on noise; prints by how much the largest number of each weight moved. */
const step = `
  import { pathToFileURL } from 'node:url'
  import * as tf from '@tensorflow/tfjs'
  const [folder] = process.argv.slice(1)
  const { createModel, loadWeights } = await import(pathToFileURL(folder + '/dist/model.js'))
  const model = await loadWeights(createModel())
  const weights = () => model.trainableWeights.map(weight => weight.read().clone())
  const before = weights()
  model.compile({ optimizer: tf.train.sgd(0.1), loss: 'categoricalCrossentropy' })
  const x = tf.randomNormal([4, ...model.inputs[0].shape.slice(1)], 0, 1, 'float32', 1)
  const y = tf.oneHot(tf.tensor1d([0, 1, 2, 4], 'int32'), 5)
  await model.fit(x, y, { epochs: 1, batchSize: 4, verbose: 0 })
  const moved = weights().map((weight, i) => tf.max(tf.abs(tf.sub(weight, before[i]))).dataSync()[0])
  console.log(JSON.stringify(Object.fromEntries(model.trainableWeights.map(({ name }, i) => [name, moved[i]]))))
`

describe('convolutions that tfjs lacks', () => {
  it.each([
    ['along sequences', alongSequences, 18],
    ['through volumes', throughVolumes, 17],
  ] as const)(
    'train every weight: %s',
    async (name, document, count) => {
      const folder = join(scratch, name.replace(' ', '-'))
      const session = await openDocument(document)
      await exportProject(session, folder)
      session.close()
      const printed = await runNode(['--input-type=module', '--eval', step, folder], folder)
      const moved: Record<string, number> = JSON.parse(printed.trim().split('\n').at(-1) ?? '')
      expect(Object.keys(moved)).toHaveLength(count)
      const still = Object.entries(moved).filter(([, by]) => !(by > 0 && Number.isFinite(by)))
      expect(still).toEqual([])
    },
    120_000,
  )
})
