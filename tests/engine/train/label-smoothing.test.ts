// The way of label smoothing from a file or the command line into a run's settings and into exported code.
import { expect, it } from 'vitest'
import { kerasRecipe } from '../../../engine/export/keras-recipe.ts'
import { pytorchRecipe } from '../../../engine/export/pytorch-recipe.ts'
import { recipeText } from '../../../engine/export/recipe.ts'
import { networkSettings, runDocument } from '../../../engine/train/run-settings.ts'
import { parseDocument } from '../../../shared/document/parse.ts'
import type { Loss, NetworkDocument } from '../../../shared/document/types.ts'
import { drawing } from '../compile/networks.ts'

function smoothed(labelSmoothing: number, loss: Loss = 'categoricalCrossentropy'): NetworkDocument {
  const network = drawing('smoothed', [
    { id: 'x', type: 'input', params: { shape: [4] } },
    { id: 'y', type: 'dense', params: { units: 3, activation: 'softmax' } },
  ])
  const optimizer = { kind: 'sgd', learningRate: 0.1 } as const
  const training = { loss, optimizer, epochs: 1, batchSize: 2, seed: 1, labelSmoothing }
  return { ...network, training: { ...training, dataset: { kind: 'glyphs' } } }
}

it('is a share of at least 0 and less than 1', () => {
  const parsed = parseDocument(JSON.stringify(smoothed(0.25)))
  expect(parsed.document.training?.labelSmoothing).toBe(0.25)
  expect(() => parseDocument(JSON.stringify(smoothed(1)))).toThrow(
    /labelSmoothing.*at least 0 and less than 1/,
  )
  expect(() => networkSettings(smoothed(0), { labelSmoothing: -0.1 })).toThrow(
    'labelSmoothing is -0.1: it must be at least 0 and less than 1.',
  )
})

it('is that of the command line where one is given, and is kept with the run', () => {
  expect(networkSettings(smoothed(0.25), {}).labelSmoothing).toBe(0.25)
  const settings = networkSettings(smoothed(0.25), { labelSmoothing: 0.1 })
  expect(settings.labelSmoothing).toBe(0.1)
  const all = { ...settings, dataset: { kind: 'glyphs' } }
  expect(runDocument(smoothed(0.25), all, '/').training?.labelSmoothing).toBe(0.1)
})

it('goes into exported code', () => {
  expect(recipeText(smoothed(0.25), '')).toContain('labelSmoothing: 0.25,')
  expect(kerasRecipe(smoothed(0.25))).toContain(
    'LOSSES = [keras.losses.CategoricalCrossentropy(label_smoothing=0.25)]',
  )
  expect(kerasRecipe(smoothed(0.25, 'binaryCrossentropy'))).toContain(
    'LOSSES = [keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.25)]',
  )
  expect(kerasRecipe(smoothed(0.25, 'meanSquaredError'))).toContain(
    'LOSSES = [keras.losses.MeanSquaredError()]',
  )
  expect(pytorchRecipe(smoothed(0.25))).toContain(
    'F.cross_entropy(answers["y"].clamp_min(1e-7).log(), labels["y"].flatten(), label_smoothing=0.25)',
  )
  // y·(1 − 0.25) + 0.25 ÷ 2
  expect(pytorchRecipe(smoothed(0.25, 'binaryCrossentropy'))).toContain(
    '(answers["y"], 0.75 * labels["y"].view_as(answers["y"]) + 0.125)',
  )
})
