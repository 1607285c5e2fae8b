import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NetworkDocument } from '../../../shared/document/types.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import { allLayers } from '../../../shared/layers/index.ts'
import { findTemplate } from '../../../templates/index.ts'
import { drawing, layer } from './drawing.ts'

const image = layer('image', 'input', { shape: [28, 28, 1] })

function template(name: string): NetworkDocument {
  const document = findTemplate(name)?.document
  if (!document) throw new Error(`no template ${name}`)
  return document
}

describe('analyse', () => {
  it('gives LeNet the shapes, counts and fields of the course notes', () => {
    const network = analyse(template('lenet'))
    const rows = network.layers.map(({ id, outputShapes, parameterCount, receptiveField }) => [
      id,
      outputShapes?.[0]?.join('×'),
      parameterCount,
      receptiveField?.[0] ?? null,
    ])
    // FACTS: C1 156, C3 2,416, C5 48,120, F6 10,164, out 850; look.html has the fields.
    expect(rows).toEqual([
      ['image', '28×28×1', 0, 1],
      ['conv1', '28×28×6', 156, 5],
      ['pool1', '14×14×6', 0, 6],
      ['conv2', '10×10×16', 2416, 14],
      ['pool2', '5×5×16', 0, 16],
      ['flatten', '400', 0, null],
      ['fc1', '120', 48120, null],
      ['fc2', '84', 10164, null],
      ['scores', '10', 850, null],
    ])
    expect(network.totals.parameters).toBe(61706)
    expect(network.totals.macs).toBe(416520)
    expect(network.problems).toEqual([])
  })

  it('counts the parameters that FACTS gives for every template', () => {
    const published = {
      'lenet-5': 61706,
      'parameter-exercise': 9472 + 73856 + 102761472 + 10250,
      'resnet-20': 272474,
      'resnet-56': 855770,
      'resnet-110': 1730714,
    }
    for (const [name, trainable] of Object.entries(published))
      expect([name, analyse(template(name)).totals.trainable]).toEqual([name, trainable])
  })

  it('estimates the training memory of LeNet at batch 256 as the bench measured it', () => {
    const lenet = template('lenet')
    const training = lenet.training && {
      ...lenet.training,
      batchSize: 256,
      optimizer: { kind: 'adam', learningRate: 0.001 } as const,
    }
    const { peakTrainingBytes } = analyse({ ...lenet, ...(training && { training }) }).totals
    // 21.9 to 22.6 MiB over the idle trainer.
    expect(peakTrainingBytes / 2 ** 20).toBeGreaterThan(22.2 * 0.75)
    expect(peakTrainingBytes / 2 ** 20).toBeLessThan(22.2 * 1.25)
  })

  it('follows the receptive field through convolutions and pools: 3, 4, 8, 10, 18', () => {
    const conv = { filters: 1, kernelSize: 3 }
    const nodes = ['c1', 'c2', 'c3'].map(id => layer(id, 'conv2d', conv))
    const pools = ['p1', 'p2'].map(id => layer(id, 'maxPooling2d', { poolSize: 2 }))
    const network = analyse(drawing([image, ...nodes, ...pools], 'image > c1 > p1 > c2 > p2 > c3'))
    const fields = ['c1', 'p1', 'c2', 'p2', 'c3'].map(id => network.byId.get(id)?.receptiveField)
    expect(fields).toEqual([3, 4, 8, 10, 18].map(size => [size, size]))
  })

  it('lets one bad layer hide nothing of the rest', () => {
    const network = analyse(
      drawing(
        [
          layer('image', 'input', { shape: [5, 5, 16] }),
          layer('conv', 'conv2d', { filters: 120, kernelSize: 7 }),
          layer('side', 'conv2d', { filters: 4, kernelSize: 3 }),
          layer('fc', 'flatten'),
        ],
        'image > conv > fc, image > side',
      ),
    )
    expect(network.problems.map(({ code, node }) => [code, node])).toEqual([
      ['window-too-large', 'conv'],
    ])
    expect(network.byId.get('side')?.outputShapes).toEqual([[3, 3, 4]])
    // 7·7·16·120 + 120: the weights do not need the output's size.
    expect(network.byId.get('conv')?.parameterCount).toBe(94200)
    expect(network.byId.get('fc')?.outputShapes).toBeNull()
    expect(network.totals.complete).toBe(false)
  })

  it('says the numbers and offers mends, the best first, where a window does not fit', () => {
    const [problem] = analyse(
      drawing(
        [layer('x', 'input', { shape: [5, 5, 16] }), layer('conv', 'conv2d', { kernelSize: 7 })],
        'x > conv',
      ),
    ).problems
    expect(problem?.message).toBe(
      'A 7×7 window does not fit into a 5×5 input: (5 − 7 + 0) ÷ 1 + 1 = −1 rows.',
    )
    expect(problem?.fixes.map(fix => fix.label)).toEqual(['Use a 5×5 kernel', 'Use padding same'])
  })

  it('writes the thousands of a number that cannot be', () => {
    const nodes = [image, layer('conv', 'conv2d', { filters: 3_000_000_000 })]
    expect(analyse(drawing(nodes, 'image > conv')).problems[0]?.message).toBe(
      'filters is 3,000,000,000; it must be a whole number from 1 to 2,147,483,647.',
    )
  })

  it('names the layer whose removal would mend, a block by its use, and never an input', () => {
    const pool = layer('pool', 'maxPooling2d', { poolSize: 8 })
    const conv = layer('conv', 'conv2d', { kernelSize: 7 })
    const image = layer('image', 'input', { shape: [28, 28, 1] })
    const flat = drawing([image, { ...pool, name: 'shrink' }, conv], 'image > pool > conv')
    expect(analyse(flat).problems[0]?.fixes[2]).toEqual({
      label: 'Remove shrink',
      at: { block: null, id: 'pool' },
      repair: { kind: 'remove' },
    })
    const shrink = {
      nodes: [layer('in', 'blockInput'), pool, layer('out', 'blockOutput')],
      edges: drawing([], 'in > pool > out').edges,
    }
    const use = { ...layer('stage', 'block'), block: 'shrink' }
    const nested = drawing([image, use, conv], 'image > stage > conv', { blocks: { shrink } })
    expect(analyse(nested).problems[0]?.fixes[2]).toMatchObject({
      label: 'Remove stage',
      at: { block: null, id: 'stage' },
    })
    // From inside of a block, what is before it belongs to somebody else.
    const reader = { ...shrink, nodes: [shrink.nodes[0], conv, shrink.nodes[2]] } as typeof shrink
    const edges = drawing([], 'in > conv > out').edges
    const inside = drawing([image, pool, { ...use, block: 'reader' }], 'image > pool > stage', {
      blocks: { reader: { ...reader, edges } },
    })
    expect(analyse(inside).problems[0]?.fixes.map(fix => fix.label)).toEqual([
      'Use a 3×3 kernel',
      'Use padding same',
    ])
  })

  it('names the layers of a circle', () => {
    const loop = ['a', 'b'].map(id => layer(id, 'add'))
    const { problems } = analyse(drawing([image, ...loop], 'image > a > b > a'))
    expect(problems).toHaveLength(1)
    expect(problems[0]?.message).toBe('The wires run in a circle: a → b → a. Remove one of them.')
  })

  it('warns of layers that no input reaches and refuses to merge them', () => {
    const nodes = [image, layer('lost', 'conv2d', { filters: 1 }), layer('sum', 'add')]
    const { problems } = analyse(drawing(nodes, 'image > sum, lost > sum'))
    expect(problems.map(({ code, severity, node }) => [code, severity, node])).toEqual([
      ['input-unreached', 'error', 'sum'],
      ['unreached', 'warning', 'lost'],
    ])
  })

  it('reports unknown types and parameters with what is known', () => {
    const nodes = [
      image,
      layer('a', 'conv2D', { filters: 1 }),
      layer('b', 'flatten', { depth: 1 }),
      layer('c', 'dense', { units: -3 }),
    ]
    const { problems } = analyse(drawing(nodes, 'image > a, image > b > c'))
    expect(problems.map(({ code, node, message }) => [code, node, message])).toEqual([
      ['unknown-type', 'a', 'There is no layer type conv2D here. The nearest is conv2d.'],
      ['parameter', 'c', 'units is -3; it must be a whole number of at least 1.'],
      ['unknown-parameter', 'b', 'flatten has no parameter depth, so it is ignored. It has none.'],
    ])
  })

  it('refuses tensors beyond 32-bit indices before anything is allocated', () => {
    const nodes = [layer('x', 'input', { shape: [65536, 65536, 1] }), layer('f', 'flatten')]
    expect(analyse(drawing(nodes, 'x > f')).problems[0]?.code).toBe('too-large')
  })

  it('counts shared weights once and refuses shapes that differ', () => {
    const shared = (id: string, units: number) => ({
      ...layer(id, 'dense', { units }),
      sharedWeights: 'tower',
    })
    const inputs = ['l', 'r'].map(id => layer(id, 'input', { shape: [8] }))
    const same = [...inputs, shared('a', 4), shared('b', 4), layer('sum', 'add')]
    const network = analyse(drawing(same, 'l > a > sum, r > b > sum'))
    expect(network.totals.parameters).toBe(8 * 4 + 4)
    expect(network.byId.get('b')?.weightsOf).toBe('a')
    const other = [...inputs, shared('a', 4), shared('b', 5)]
    const { problems } = analyse(drawing(other, 'l > a, r > b'))
    expect(problems.filter(({ severity }) => severity === 'error')).toMatchObject([
      { node: 'b', message: 'The kernel is 8×5 here and 8×4 in a, so they cannot be shared.' },
    ])
  })

  it('orders 10,000 layers in a row without recursion', () => {
    const nodes = Array.from({ length: 10000 }, (_, index) =>
      layer(`n${index}`, 'activation', { activation: 'relu' }),
    )
    const edges = nodes.map((node, index) => ({
      source: index === 0 ? 'image' : `n${index - 1}`,
      target: node.id,
    }))
    const network = analyse({ ...drawing([image, ...nodes], ''), edges })
    expect(network.outputs).toEqual(['n9999'])
    expect(network.totals.complete).toBe(true)
  })

  it('gives the same object for the same document', () => {
    const document = template('lenet')
    expect(analyse(document)).toBe(analyse(document))
  })

  it('never throws, whatever the layers, values and wires', () => {
    const value = fc.oneof(
      fc.integer({ min: -2, max: 9 }),
      fc.constantFrom(
        'same',
        'valid',
        'relu',
        '=x',
        null,
        true,
        [3, 2],
        [
          [1, 0],
          [0, 1],
        ],
        [-1, 4],
      ),
    )
    const types = allLayers.map(({ type }) => type)
    const node = fc.constantFrom(...types).chain(type => {
      const names = Object.keys(allLayers.find(entry => entry.type === type)?.params ?? {})
      const params =
        names.length === 0 ? fc.constant({}) : fc.dictionary(fc.constantFrom(...names), value)
      return params.map(given => ({ type, params: given }))
    })
    const wire = fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 }))
    fc.assert(
      fc.property(
        fc.array(node, { minLength: 1, maxLength: 10 }),
        fc.array(wire),
        (list, wires) => {
          const nodes = list.map((entry, index) => ({ id: `n${index}`, ...entry }))
          const edges = wires
            .filter(([a, b]) => a < nodes.length && b < nodes.length)
            .map(([a, b]) => ({ source: `n${a}`, target: `n${b}` }))
          const network = analyse({ ...drawing([image, ...nodes], ''), edges } as NetworkDocument)
          expect(network.layers).toHaveLength(nodes.length + 1)
          for (const { outputShapes } of network.layers)
            for (const shape of outputShapes ?? [])
              expect(shape.every(size => Number.isInteger(size) && size >= 1)).toBe(true)
        },
      ),
      { numRuns: 2000 },
    )
  })
})
