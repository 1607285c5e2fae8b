// Poolings and layers of space as the exported project has them, in the cases that are compared with Keras.
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDocument } from '../../../engine/train/network-session.ts'
import type { NamedArrays, NetworkSession } from '../../../engine/train/run-types.ts'
import {
  expectAnswers,
  exportProject,
  randomInputs,
  runNode,
  runProject,
  scratchFolder,
  titled,
} from './exported-project.ts'
import { sideBySide, spaceCases } from './layer-cases.ts'

const scratch = scratchFolder()

/** Prints, for each output, the slope along one direction and how far the gradient is from it, of what it could be. */
const slopes = `
  import { pathToFileURL } from 'node:url'
  import * as tf from '@tensorflow/tfjs'
  tf.enableProdMode()
  const [folder] = process.argv.slice(1)
  const { createModel } = await import(pathToFileURL(folder + '/dist/model.js'))
  const { inputs, outputs } = createModel()
  const apart = outputs.map((output, i) => {
    const layer = tf.model({ inputs: inputs[i], outputs: output })
    const draw = ([, ...sizes], seed) => tf.randomNormal([2, ...sizes], 0, 1, 'float32', seed)
    const [x, way] = [tf.mul(draw(inputs[i].shape, i + 1), 2), draw(inputs[i].shape, i + 500)]
    const loss = x => tf.sum(tf.mul(layer.apply(x, { training: true }), draw(output.shape, i + 900)))
    const gradient = tf.grad(loss)(x)
    const at = step => loss(tf.add(x, tf.mul(way, step))).dataSync()[0]
    const slope = (at(0.0005) - at(-0.0005)) / 0.001
    const most = tf.mul(tf.norm(gradient), tf.norm(way)).dataSync()[0]
    return Math.abs(tf.sum(tf.mul(gradient, way)).dataSync()[0] - slope) / most
  })
  console.log(JSON.stringify(apart))
`

describe('poolings and layers of space as TypeScript with tfjs', () => {
  const document = sideBySide('spaces', spaceCases)
  let session: NetworkSession
  let answers: readonly NamedArrays[]
  let expected: readonly NamedArrays[]
  let apart: readonly number[]

  beforeAll(async () => {
    const folder = join(scratch, 'spaces')
    session = await openDocument(document)
    // Below zero and above, so that a zero in the border of a maximum or minimum would show.
    const batches = [1, 3, 2].map((batch, index) => randomInputs(session, batch, index * 9 - 9))
    await exportProject(session, folder)
    answers = await runProject(folder, batches)
    expected = await Promise.all(batches.map(batch => session.predict(batch)))
    const printed = await runNode(['--input-type=module', '--eval', slopes, folder], folder)
    apart = JSON.parse(printed.trimEnd().split('\n').at(-1) ?? '')
  }, 300_000)
  afterAll(() => session.close())

  it.each(titled(spaceCases))(
    '%s answers as predict does, and its gradient as its slope',
    (_, index) => {
      expectAnswers(answers, expected, [`${spaceCases[index]?.type}${index}`])
      // Gradients that tfjs has wrong are off by a hundredth and more; a slope in float32 by a ten-thousandth,
      // and by more where another number becomes the largest on the way.
      expect(apart[index]).toBeLessThan(5e-3)
    },
  )
})
