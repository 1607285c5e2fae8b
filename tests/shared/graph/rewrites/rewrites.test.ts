// Each rewrite, carried out and run: the new network with the carried weights predicts what the old one did.
import { afterAll, describe, expect, it } from 'vitest'
import { compileNetwork } from '../../../../engine/compile/compile-network.ts'
import { openSession } from '../../../../engine/compile/session.ts'
import type { Session } from '../../../../engine/compile/session-types.ts'
import type { NetworkDocument } from '../../../../shared/document/types.ts'
import { analyse } from '../../../../shared/graph/analyse.ts'
import { errorsOf } from '../../../../shared/graph/network.ts'
import { carryWeights } from '../../../../shared/graph/rewrites/carry-weights.ts'
import { rewritesFor } from '../../../../shared/graph/rewrites/index.ts'
import { instantiate } from '../../../../templates/instantiate.ts'
import { randomBatch, relativeDifference } from '../../../engine/compile/keras-check.ts'
import { drawing, layer } from '../drawing.ts'

const sessions: Session[] = []
afterAll(() => {
  for (const session of sessions) session.close()
})

async function open(document: NetworkDocument) {
  const compilation = compileNetwork(analyse(document), {
    loss: 'meanSquaredError',
    optimizer: { kind: 'sgd', learningRate: 0.1 },
    seed: 3,
  })
  const session = await openSession(compilation)
  sessions.push(session)
  session.init()
  return { compilation, session }
}

function rewrite(document: NetworkDocument, node: string, id: string, at: string | null = null) {
  const found = rewritesFor(document, node, at).find(each => each.id === id)
  if (!found) throw new Error(`${node} offers no ${id}`)
  expect(errorsOf(analyse(found.document))).toEqual([])
  return found
}

/** The largest difference between what both networks predict, relative to the largest value. */
async function apart(
  document: NetworkDocument,
  node: string,
  id: string,
  at: string | null = null,
) {
  const found = rewrite(document, node, id, at)
  const [old, next] = [await open(document), await open(found.document)]
  // Weights that are no ones and zeros, moving statistics included.
  const lively = new Map(
    [...old.session.readWeights()].map(([name, values]) => [
      name,
      values.map((value, index) => value + 0.3 + ((index * 7) % 11) / 17),
    ]),
  )
  old.session.writeWeights(lively)
  const names = [...next.session.readWeights().keys()]
  next.session.writeWeights(carryWeights(found, lively, names))
  const batch = randomBatch(old.compilation, 5, 1)
  const predict = ({ session }: typeof old) => Object.values(session.predict(batch.inputs, 5))[0]
  const [a, b] = [predict(old), predict(next)]
  if (!a || !b) throw new Error('no outputs')
  return relativeDifference(b.values, a.values)
}

const image = layer('image', 'input', { shape: [6, 5, 3] })
const conv = layer('conv', 'conv2d', { filters: 4, kernelSize: 3, padding: 'same' })
const chain = (...nodes: ReturnType<typeof layer>[]) =>
  drawing(nodes, nodes.map(({ id }) => id).join(' > '))

describe('A dense layer behind flatten', () => {
  const fc = layer('fc', 'dense', { units: 7, activation: 'relu' })
  const document = chain(
    image,
    conv,
    layer('flat', 'flatten'),
    fc,
    layer('end', 'dense', { units: 2 }),
  )

  it('is a convolution with a window of the whole map', async () => {
    const { document: next } = rewrite(document, 'fc', 'dense-to-convolution')
    expect(next.nodes.map(({ type }) => type)).toEqual([
      'input',
      'conv2d',
      'conv2d',
      'dense',
      'flatten',
    ])
    expect(next.nodes.find(({ id }) => id === 'fc')?.params).toEqual({
      filters: 7,
      kernelSize: [6, 5],
      activation: 'relu',
    })
    expect(await apart(document, 'fc', 'dense-to-convolution')).toBeLessThan(1e-5)
  })

  it('and back', async () => {
    const { document: there } = rewrite(document, 'fc', 'dense-to-convolution')
    expect(await apart(there, 'fc', 'convolution-to-dense')).toBeLessThan(1e-5)
    expect(analyse(rewrite(there, 'fc', 'convolution-to-dense').document).totals).toEqual(
      analyse(document).totals,
    )
  })

  it('takes the lengths of its columns along where they are learned apart', async () => {
    const apartLearned = { ...fc, params: { ...fc.params, weightNormalization: true } }
    const normalized = chain(image, conv, layer('flat', 'flatten'), apartLearned)
    expect(await apart(normalized, 'fc', 'dense-to-convolution')).toBeLessThan(1e-5)
  })

  it('is not, where something else reads the flattened map', () => {
    const forked = drawing(
      [image, layer('flat', 'flatten'), fc, layer('other', 'dense', { units: 2 })],
      'image > flat > fc, flat > other',
    )
    expect(rewritesFor(forked, 'fc').map(({ id }) => id)).not.toContain('dense-to-convolution')
  })
})

describe('Batch normalization', () => {
  const norm = layer('norm', 'batchNormalization')
  it.each([
    ['with a bias before it', conv, norm],
    ['without a bias', { ...conv, params: { ...conv.params, useBias: false } }, norm],
    ['without gamma', conv, layer('norm', 'batchNormalization', { scale: false })],
    ['without beta', conv, layer('norm', 'batchNormalization', { center: false, epsilon: 0.1 })],
  ])('folds into a convolution %s', async (_, before, after) => {
    const document = chain(image, before, after, layer('mean', 'globalAveragePooling2d'))
    expect(await apart(document, 'norm', 'fold-normalization')).toBeLessThan(1e-5)
  })

  it('folds in every use of a block at once', async () => {
    const document = instantiate('fashion-cnn')
    expect(await apart(document, 'norm', 'fold-normalization', 'convStage')).toBeLessThan(1e-5)
  })

  it('does not fold into a kernel that is brought to the length of its gain', () => {
    const normalized = { ...conv, params: { ...conv.params, weightNormalization: true } }
    const document = chain(image, normalized, norm)
    expect(rewritesFor(document, 'norm').map(({ id }) => id)).not.toContain('fold-normalization')
  })

  it('does not fold over an activation', () => {
    const active = { ...conv, params: { ...conv.params, activation: 'relu' } }
    const document = chain(image, active, norm)
    expect(rewritesFor(document, 'norm').map(({ id }) => id)).not.toContain('fold-normalization')
  })
})

describe('An activation', () => {
  const active = { ...conv, params: { ...conv.params, activation: 'tanh' } }
  const document = chain(image, active, layer('mean', 'globalAveragePooling2d'))

  it('leaves its layer and comes back', async () => {
    expect(await apart(document, 'conv', 'split-activation')).toBeLessThan(1e-6)
    const { document: split } = rewrite(document, 'conv', 'split-activation')
    const [own] = split.nodes.filter(({ type }) => type === 'activation')
    expect(await apart(split, own?.id ?? '', 'join-activation')).toBeLessThan(1e-6)
    expect(rewrite(split, own?.id ?? '', 'join-activation').document.nodes).toEqual(document.nodes)
  })
})

describe('A 5×5 window', () => {
  it('becomes two 3×3 of the same view, and says that the function is another one', () => {
    const five = layer('conv', 'conv2d', {
      filters: 8,
      kernelSize: 5,
      padding: 'same',
      activation: 'relu',
    })
    const document = chain(layer('image', 'input', { shape: [16, 16, 8] }), five)
    const found = rewrite(document, 'conv', 'split-kernel')
    expect(found.isExact).toBe(false)
    expect(found.weights).toBeNull()
    const layers = analyse(found.document).layers
    expect(layers.at(-1)?.receptiveField).toEqual([5, 5])
    // FACTS: 18·C² + 2·C against 25·C² + C.
    expect(analyse(found.document).totals.parameters).toBe(18 * 64 + 16)
    expect(analyse(document).totals.parameters).toBe(25 * 64 + 8)
  })
})
