import fc from 'fast-check'
import { expect, it } from 'vitest'
import { expand } from '../../../shared/document/expand.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import { costsOf, foldCosts } from '../../../shared/graph/costs.ts'
import { errorsOf } from '../../../shared/graph/network.ts'
import { stepSettingsOf } from '../../../shared/graph/step-settings.ts'
import { randomDocument } from './random-documents.ts'

// LAYERLOOM_RANDOM_DOCUMENTS=100000 for the long run.
const numRuns = Number(process.env.LAYERLOOM_RANDOM_DOCUMENTS ?? 1000)

it(`analyses ${numRuns} random documents without throwing, to whole sizes and sums that agree`, () => {
  const reached = { layers: 0, shaped: 0, sound: 0 }
  fc.assert(
    fc.property(fc.integer(), seed => {
      const document = randomDocument(seed)
      const network = analyse(document)
      expect(network.layers).toHaveLength(expand(document).nodes.length)
      const sizes = network.layers.flatMap(({ outputShapes }) => (outputShapes ?? []).flat())
      expect(sizes.filter(size => !Number.isSafeInteger(size) || size < 1)).toEqual([])
      const sheet = costsOf(network, stepSettingsOf(document))
      const { totals } = network
      expect(sheet.total.macs).toBe(totals.macs)
      expect(sheet.total.trainable).toBe(totals.trainable)
      expect(totals.peakTrainingBytes).toBeGreaterThanOrEqual(totals.weightBytes)
      expect(Number.isFinite(totals.peakTrainingBytes)).toBe(true)
      const folded = foldCosts(sheet, 1).reduce((sum, { units }) => sum + units, 0)
      expect(folded).toBe(sheet.total.units)
      reached.layers += network.layers.length
      reached.shaped += network.layers.filter(layer => layer.outputShapes !== null).length
      reached.sound += errorsOf(network).length === 0 ? 1 : 0
    }),
    { numRuns, seed: 20260 },
  )
  // The documents are worth the trouble: a fifth of their layers have shapes, some are networks.
  expect(reached.shaped / reached.layers).toBeGreaterThan(0.2)
  expect(reached.sound).toBeGreaterThan(numRuns / 200)
}, 3_600_000)
