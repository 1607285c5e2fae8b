import { describe, expect, it } from 'vitest'
import { applyFix } from '../../../shared/document/fixes.ts'
import type { DocumentNode, NetworkDocument, Training } from '../../../shared/document/types.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import { drawing, layer } from './drawing.ts'

const image = layer('image', 'input', { shape: [28, 28, 1] })
const flat = layer('flat', 'flatten')
const training: Training = {
  dataset: { kind: 'glyphs' },
  loss: 'categoricalCrossentropy',
  optimizer: { kind: 'sgd', learningRate: 0.1 },
  epochs: 1,
  batchSize: 32,
  seed: 1,
}

function chain(nodes: readonly DocumentNode[], rest: Partial<NetworkDocument> = {}) {
  return drawing(nodes, nodes.map(node => node.id).join(' > '), rest)
}

function codes(document: NetworkDocument) {
  return analyse(document).problems.map(({ code, node }) => `${node}: ${code}`)
}

/** Carries out the first fix of the first problem with this code. */
function mended(document: NetworkDocument, code: string): NetworkDocument {
  const fix = analyse(document).problems.find(problem => problem.code === code)?.fixes[0]
  if (!fix) throw new Error(`no fix for ${code}`)
  return applyFix(document, fix)
}

const scores = (params: DocumentNode['params']) => layer('scores', 'dense', params)

describe('the linter', () => {
  it('finds a bias that batch normalization removes, and its fix takes it away', () => {
    const nodes = [image, layer('c', 'conv2d', { filters: 6 }), layer('n', 'batchNormalization')]
    const document = chain(nodes)
    expect(codes(document)).toEqual(['c: bias-before-normalization'])
    expect(codes(mended(document, 'bias-before-normalization'))).toEqual([])
  })

  it('finds two linear layers in a row', () => {
    const nodes = [image, flat, layer('fc', 'dense', { units: 84 }), scores({ units: 10 })]
    const document = chain(nodes)
    expect(codes(document)).toEqual(['fc: linear-pair'])
    expect(codes(mended(document, 'linear-pair'))).toEqual([])
  })

  it('finds a second softmax', () => {
    const softmax = layer('s', 'activation', { activation: 'softmax' })
    const nodes = [image, flat, scores({ units: 10, activation: 'softmax' }), softmax]
    expect(codes(chain(nodes))).toEqual(['s: double-softmax'])
    expect(codes(mended(chain(nodes), 'double-softmax'))).toEqual([])
  })

  it('knows a softmax as a layer of its own, where it is over the channels', () => {
    const end = (params: object) => layer('s', 'softmax', { ...params })
    const ending = (params: object, units = 10) =>
      codes(chain([image, flat, scores({ units }), end(params)], { training }))
    expect(ending({})).toEqual([])
    expect(ending({ axis: 1, temperature: 2 })).toEqual([])
    const twice = chain([image, flat, scores({ units: 10, activation: 'softmax' }), end({})])
    expect(codes(twice)).toEqual(['s: double-softmax'])
    const rows = [layer('image', 'input', { shape: [4, 10] }), end({ axis: 1 })]
    expect(codes(chain(rows, { training }))).toContain('s: no-softmax')
  })

  it('says that a network without softmax trains on logits', () => {
    const document = chain([image, flat, scores({ units: 10 })], { training })
    expect(codes(document)).toEqual(['scores: no-softmax'])
    expect(codes(mended(document, 'no-softmax'))).toEqual([])
  })

  it('compares the last layer with the classes of the data', () => {
    const with12 = chain([image, flat, scores({ units: 12, activation: 'softmax' })], { training })
    expect(analyse(with12).problems[0]?.message).toBe(
      'scores has 12 units, glyphs has 10 classes; 2 outputs would never be used.',
    )
    expect(codes(mended(with12, 'class-count'))).toEqual([])
    const with3 = chain([image, flat, scores({ units: 3, activation: 'softmax' })], { training })
    expect(analyse(with3).problems[0]?.severity).toBe('error')
  })

  it('compares the input with the pictures of the data', () => {
    const wide = layer('image', 'input', { shape: [32, 32, 3] })
    const document = chain([wide, flat, scores({ units: 10, activation: 'softmax' })], { training })
    expect(codes(document)).toEqual(['image: input-shape'])
    expect(codes(mended(document, 'input-shape'))).toEqual([])
  })

  it('knows no data by the names that every object has', () => {
    const named = { ...training, dataset: { kind: 'constructor' } }
    const drawn = [image, flat, scores({ units: 3, activation: 'softmax' })]
    expect(codes(chain(drawn, { training: named }))).toEqual([])
  })

  it('warns of an ending that the loss does not go with', () => {
    const nodes = [image, flat, scores({ units: 10, activation: 'sigmoid' })]
    expect(codes(chain(nodes, { training }))).toContain('scores: loss-and-activation')
  })

  it('names parameters that nothing uses', () => {
    const document = chain([image, flat], { parameters: { classes: 10 } })
    expect(codes(document)).toEqual(['null: unused-parameter'])
  })

  it('says a problem of a block once, however often the block is repeated', () => {
    const block = {
      nodes: [
        layer('in', 'blockInput'),
        layer('c', 'conv2d', { filters: 1 }),
        layer('n', 'batchNormalization'),
        layer('out', 'blockOutput'),
      ],
      edges: ['in c', 'c n', 'n out'].map(pair => {
        const [source = '', target = ''] = pair.split(' ')
        return { source, target }
      }),
    }
    const use = { id: 'u', type: 'block', block: 'b', repeat: 3 }
    const document = drawing([image, use], 'image > u', { blocks: { b: block } })
    const { problems } = analyse(document)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({
      code: 'bias-before-normalization',
      node: 'u/0/c',
      in: { block: 'b', id: 'c' },
    })
  })
})
