// Auxiliary heads: counted while the network learns, gone from everything that only predicts.
import { describe, expect, it } from 'vitest'
import { dissolveBlock } from '../../../shared/document/dissolve.ts'
import { removeNodes, rename } from '../../../shared/document/edits.ts'
import type { NetworkDocument, OutputLoss } from '../../../shared/document/types.ts'
import { answeringDocument } from '../../../shared/emit/answering.ts'
import { emitKeras } from '../../../shared/emit/keras/model.ts'
import { emitModel } from '../../../shared/emit/typescript/model.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import { answerInputs, answerPorts, outputPorts } from '../../../shared/graph/outputs.ts'
import { usualLoss } from '../../../shared/graph/usual-loss.ts'
import { wantedData } from '../../../shared/runs/wanted-data.ts'
import { instantiate } from '../../../templates/instantiate.ts'
import { drawing, layer } from './drawing.ts'

const training = (losses: Readonly<Record<string, OutputLoss>>) => ({
  training: {
    dataset: { kind: 'npz' },
    loss: 'meanSquaredError' as const,
    losses,
    optimizer: { kind: 'sgd' as const, learningRate: 0.1 },
    epochs: 1,
    batchSize: 1,
    seed: 1,
  },
})

const head = { loss: 'meanSquaredError', weight: 0.3, trainingOnly: true } as const

const trunk = [
  layer('x', 'input', { shape: [4] }),
  layer('hint', 'input', { shape: [2] }),
  layer('hidden', 'dense', { units: 3 }),
  layer('out', 'dense', { units: 2 }),
  layer('both', 'concatenate'),
  layer('aux', 'dense', { units: 2 }),
]
const wires = 'x > hidden > out, hidden > both > aux, hint > both'

function withHead(losses: Readonly<Record<string, OutputLoss>> = { aux: head }): NetworkDocument {
  return drawing(trunk, wires, training(losses))
}

describe('an output for training only', () => {
  it('is an output, and takes the layers along that lead to nothing else', () => {
    const network = analyse(withHead())
    expect(outputPorts(network).map(({ id, trainingOnly }) => [id, trainingOnly])).toEqual([
      ['out', false],
      ['aux', true],
    ])
    expect(answerPorts(network).map(({ id }) => id)).toEqual(['out'])
    expect([...network.trainingOnly.layers].sort()).toEqual(['aux', 'both', 'hint'])
    expect(answerInputs(network)).toEqual(['x'])
  })

  it('is counted in the whole and not in what is used', () => {
    // 4·3 + 3, 3·2 + 2 and 5·2 + 2.
    const { parameters, macs, inUse } = analyse(withHead()).totals
    expect([parameters, macs]).toEqual([15 + 8 + 12, 12 + 6 + 10])
    expect([inUse?.parameters, inUse?.macs, inUse?.flops]).toEqual([15 + 8, 18, 36])
    expect(analyse(withHead({ aux: { loss: 'meanSquaredError' } })).totals.inUse).toBeUndefined()
  })

  it('gives GoogLeNet the size of its paper again', () => {
    const { totals } = analyse(instantiate('googlenet-auxiliary'))
    // FACTS: 6,998,552 parameters and two heads of 3,188,840 and 3,190,888; 1.583 GMACs without them.
    expect(totals.parameters).toBe(13_378_280)
    expect(totals.inUse?.parameters).toBe(6_998_552)
    expect(totals.inUse?.macs).toBe(analyse(instantiate('googlenet')).totals.macs)
  })

  it('leaves the code, its inputs with it', () => {
    for (const text of [emitModel(withHead()), emitKeras(withHead())]) {
      expect(text.inputs).toEqual(['x'])
      expect(text.outputs).toEqual(['out'])
      expect(text.lines.map(line => line.text).join('\n')).not.toMatch(/aux|both|hint/)
    }
  })

  it('leaves it also out of a block, and a block that is nothing else as a whole', () => {
    const folded = answeringDocument(instantiate('googlenet-auxiliary'))
    expect(folded.nodes.some(node => node.id.startsWith('auxiliary'))).toBe(false)
    expect(folded.nodes.find(node => node.id === 'i4a')?.type).toBe('block')
    const block = {
      nodes: [
        layer('in', 'blockInput'),
        layer('go', 'dense', { units: 3 }),
        layer('aux', 'dense', { units: 2 }),
        layer('out', 'blockOutput'),
      ],
      edges: [
        { source: 'in', target: 'go' },
        { source: 'go', target: 'out' },
        { source: 'go', target: 'aux' },
      ],
    }
    const inside = drawing(
      [
        layer('x', 'input', { shape: [4] }),
        { id: 'use', type: 'block', block: 'part' },
        layer('out', 'dense', { units: 2 }),
      ],
      'x > use > out',
      { blocks: { part: block }, ...training({ 'use/aux': head }) },
    )
    expect(answeringDocument(inside).nodes.map(node => node.id)).toEqual(['x', 'use/go', 'out'])
    expect(emitModel(inside).outputs).toEqual(['out'])
  })

  it('changes nothing where every output is marked, for then nothing would be left', () => {
    const document = withHead({ aux: head, out: head })
    expect(answerPorts(analyse(document)).map(({ id }) => id)).toEqual(['out', 'aux'])
    expect(answeringDocument(document)).toBe(document)
  })

  it('does not hold the weights that the rest shares with it', () => {
    const twins = (id: string) => ({ ...layer(id, 'dense', { units: 3 }), sharedWeights: 'twins' })
    const document = drawing(
      [layer('x', 'input', { shape: [4] }), twins('aux'), twins('out')],
      'x > aux, x > out',
      training({ aux: head }),
    )
    const { byId, totals } = analyse(document)
    expect(byId.get('aux')?.weightsOf).toBe('out')
    expect(byId.get('out')?.weightsOf).toBe('out')
    expect([totals.parameters, totals.inUse?.parameters]).toEqual([15, 15])
  })
})

describe('losses', () => {
  const losses = { aux: { ...head, answersOf: 'out' }, out: { loss: 'meanSquaredError' } as const }

  it('follow the outputs that they name, as key and as where the answers come from', () => {
    const renamed = rename(withHead(losses), 'out', 'answer').training?.losses
    expect(renamed).toEqual({ aux: { ...head, answersOf: 'answer' }, answer: losses.out })
    expect(removeNodes(withHead(losses), ['out']).training?.losses).toEqual({ aux: head })
  })

  it('follow a layer out of a block that is dissolved', () => {
    const part = {
      nodes: [layer('in', 'blockInput'), layer('aux', 'split', { sections: 2 })],
      edges: [{ source: 'in', target: 'aux' }],
    }
    const document = drawing(
      [
        layer('x', 'input', { shape: [4] }),
        layer('aux', 'dense', { units: 2 }),
        { id: 'use', type: 'block', block: 'part' },
      ],
      'x > aux, x > use',
      {
        blocks: { part },
        ...training({ 'use/aux:1': { ...head, answersOf: 'use/aux:0' }, use: head }),
      },
    )
    const after = dissolveBlock(document, 'use')
    const [split = ''] = after.nodes.flatMap(node => (node.type === 'split' ? node.id : []))
    expect(split).not.toBe('aux')
    expect(after.training?.losses).toEqual({
      [`${split}:1`]: { ...head, answersOf: `${split}:0` },
      use: head,
    })
  })
})

describe('what an output learns', () => {
  const ends = drawing(
    [
      layer('x', 'input', { shape: [4] }),
      layer('kind', 'dense', { units: 3, activation: 'softmax' }),
      layer('logits', 'dense', { units: 2 }),
      layer('odds', 'activation', { activation: 'sigmoid' }),
      layer('dropped', 'dropout', { rate: 0.1 }),
      layer('place', 'dense', { units: 2 }),
    ],
    'x > kind, x > logits > odds > dropped, x > place',
    training({ place: { loss: 'meanAbsoluteError', answersOf: 'kind' }, kind: head }),
  )

  it('follows from what it ends in', () => {
    const network = analyse(ends)
    const usual = outputPorts(network).map(port => [port.id, usualLoss(network, port)])
    expect(usual).toEqual([
      ['kind', 'categoricalCrossentropy'],
      ['dropped', 'binaryCrossentropy'],
      ['place', 'meanSquaredError'],
    ])
  })

  it('is asked of the data, unless another output’s answers will do', () => {
    const { inputs, outputs } = wantedData(analyse(ends), ends.training)
    expect(inputs).toEqual([{ id: 'x', shape: [4] }])
    expect(outputs).toEqual([
      { id: 'kind', shape: [3], loss: 'meanSquaredError', isOptional: true },
      { id: 'dropped', shape: [2], loss: 'meanSquaredError', isOptional: false },
      { id: 'place', shape: [2], loss: 'meanAbsoluteError', isOptional: true },
    ])
  })
})
