import fc from 'fast-check'
import { expect, it } from 'vitest'
import { DocumentError } from '../../../shared/document/document-error.ts'
import { expand } from '../../../shared/document/expand.ts'
import { parseDocument } from '../../../shared/document/parse.ts'
import type { NetworkDocument } from '../../../shared/document/types.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import { costsOf, foldCosts } from '../../../shared/graph/costs.ts'
import { errorsOf, type Network } from '../../../shared/graph/network.ts'
import { stepSettingsOf } from '../../../shared/graph/step-settings.ts'
import { recordDocuments } from '../../conformance/record.ts'
import { brokenText } from './broken-documents.ts'
import { randomDocument } from './random-documents.ts'

// LAYERLOOM_RANDOM_DOCUMENTS=100000 for the long run, which docs/conformance.md tells of.
const asked = process.env.LAYERLOOM_RANDOM_DOCUMENTS
const numRuns = Number(asked ?? 1000)
const firstSeed = 20260

/** Analyses a document to whole sizes and sums that agree. */
function examine(document: NetworkDocument): Network {
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
  return network
}

/** The document of a text, or null where it is refused in words. */
function opened(text: string): NetworkDocument | null {
  try {
    return parseDocument(text).document
  } catch (error) {
    expect(error).toBeInstanceOf(DocumentError)
    return null
  }
}

it(`analyses ${numRuns} random documents, every second one broken, without throwing`, () => {
  const reached = { layers: 0, shaped: 0, sound: 0, broken: 0, read: 0 }
  let layersOfBroken = 0
  const count = (document: NetworkDocument) => {
    const network = examine(document)
    reached.layers += network.layers.length
    reached.shaped += network.layers.filter(layer => layer.outputShapes !== null).length
    reached.sound += errorsOf(network).length === 0 ? 1 : 0
  }
  fc.assert(
    fc.property(fc.integer(), fc.boolean(), (seed, broken) => {
      if (!broken) return count(randomDocument(seed))
      reached.broken += 1
      const document = opened(brokenText(seed))
      if (!document) return
      reached.read += 1
      layersOfBroken += examine(document).layers.length
    }),
    { numRuns, seed: firstSeed },
  )
  // The documents are worth the trouble: a fifth of their layers have shapes, some are networks, some broken ones open.
  expect(reached.shaped / reached.layers).toBeGreaterThan(0.2)
  expect(reached.sound).toBeGreaterThan(numRuns / 400)
  expect(reached.read / reached.broken).toBeGreaterThan(0.2)
  const layers = reached.layers + layersOfBroken
  if (asked !== undefined)
    recordDocuments({
      documents: numRuns,
      broken: reached.broken,
      seed: firstSeed,
      layers,
      sound: reached.sound,
    })
}, 3_600_000)
