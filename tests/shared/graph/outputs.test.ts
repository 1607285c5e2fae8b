// Layers that give several values: wires from each, and what they are called at the end of a network.
import { describe, expect, it } from 'vitest'
import { rename } from '../../../shared/document/edits.ts'
import { insertAfter } from '../../../shared/document/insert.ts'
import type { DocumentEdge, NetworkDocument } from '../../../shared/document/types.ts'
import { emitModel } from '../../../shared/emit/typescript/model.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import { outputPorts } from '../../../shared/graph/outputs.ts'
import { drawing, layer } from './drawing.ts'

const image = layer('image', 'input', { shape: [6, 6, 8] })

function cut(sections: number | readonly number[], wires: readonly DocumentEdge[] = []) {
  const nodes = [image, layer('parts', 'split', { sections })]
  const ends = [...new Set(wires.map(wire => wire.target))]
  const rest = ends.map(id => layer(id, 'flatten'))
  const document = drawing([...nodes, ...rest], 'image > parts')
  return { ...document, edges: [...document.edges, ...wires] }
}

const wire = (output: number | undefined, target: string): DocumentEdge => ({
  source: 'parts',
  target,
  ...(output !== undefined && { sourceHandle: String(output) }),
})

const messages = (document: NetworkDocument) =>
  analyse(document).problems.flatMap(({ severity, message }) =>
    severity === 'error' ? message : [],
  )

describe('a layer with several outputs', () => {
  it('gives the value of the handle that a wire names, the first where it names none', () => {
    const { byId } = analyse(cut([1, 3, 4], [wire(2, 'a'), wire(undefined, 'b'), wire(1, 'c')]))
    expect(['a', 'b', 'c'].map(id => byId.get(id)?.outputShapes)).toEqual([
      [[6 * 6 * 4]],
      [[6 * 6 * 1]],
      [[6 * 6 * 3]],
    ])
  })

  it('counts the memory of all its outputs', () => {
    expect(analyse(cut(2)).byId.get('parts')?.activationBytes).toBe(6 * 6 * 8 * 4)
  })

  it('refuses a wire from an output that it lacks, instead of drawing nothing', () => {
    expect(messages(cut(2, [wire(2, 'a')]))).toEqual([
      'The wire from parts begins at its output 2, and it has 2 outputs, 0 to 1. Draw the wire from one of them.',
    ])
    const whole = cut(2, [wire(1, 'a')])
    const edges = [...whole.edges, { source: 'image', sourceHandle: '1', target: 'b' }]
    const document = { ...whole, nodes: [...whole.nodes, layer('b', 'flatten')], edges }
    expect(messages(document)).toEqual([
      'The wire from image begins at its output 1, and it has 1 output. Draw the wire from one of them.',
    ])
  })

  it('is every one of its values at the end of a network', () => {
    expect(outputPorts(analyse(cut([2, 6]))).map(({ id, shape }) => [id, shape])).toEqual([
      ['parts:0', [6, 6, 2]],
      ['parts:1', [6, 6, 6]],
    ])
    expect(outputPorts(analyse(cut(1))).map(({ id }) => id)).toEqual(['parts'])
    // A value that nobody reads is no output while another of the layer goes on.
    expect(outputPorts(analyse(cut(2, [wire(1, 'a')]))).map(({ id }) => id)).toEqual(['a'])
    expect(emitModel(cut([2, 6])).outputs).toEqual(['parts:0', 'parts:1'])
  })
})

describe('edits around several outputs', () => {
  it('put a layer behind one output and leave the others', () => {
    const document = cut(2, [wire(0, 'a'), wire(1, 'b'), wire(0, 'c')])
    const after = insertAfter(document, 'parts', { id: 'act', type: 'activation' })
    expect(after.edges).toEqual([
      { source: 'image', target: 'parts' },
      { source: 'parts', sourceHandle: '0', target: 'act' },
      { source: 'act', target: 'a' },
      { source: 'parts', sourceHandle: '1', target: 'b' },
      { source: 'act', target: 'c' },
    ])
  })

  it('rename the losses of single values with their layer', () => {
    const document: NetworkDocument = {
      ...cut(2),
      training: {
        dataset: { kind: 'npz' },
        loss: 'meanSquaredError',
        losses: { 'parts:1': { loss: 'meanAbsoluteError' } },
        optimizer: { kind: 'sgd', learningRate: 0.1 },
        epochs: 1,
        batchSize: 1,
        seed: 1,
      },
    }
    const renamed = rename(document, 'parts', 'halves')
    expect(Object.keys(renamed.training?.losses ?? {})).toEqual(['halves:1'])
  })
})
