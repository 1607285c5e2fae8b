// Every layer where it does not belong: the analysis answers with problems, never by throwing.
import { describe, expect, it } from 'vitest'
import type { JsonObject, NetworkDocument } from '../../../shared/document/types.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import { explainLayer } from '../../../shared/graph/explain.ts'
import type { Shape } from '../../../shared/layers/define.ts'
import { allLayers } from '../../../shared/layers/index.ts'

function drawn(type: string, params: JsonObject, inputs: readonly Shape[]) {
  const sources = inputs.map((shape, index) => ({
    id: `in${index}`,
    type: 'input',
    params: { shape },
  }))
  const document: NetworkDocument = {
    format: 'layerloom',
    version: 1,
    name: 'alone',
    nodes: [...sources, { id: 'layer', type, params }],
    edges: sources.map(({ id }) => ({ source: id, target: 'layer' })),
  }
  const network = analyse(document)
  const layer = network.byId.get('layer')
  if (!layer) throw new Error('the layer is gone')
  return { network, layer, rows: explainLayer(network, layer) }
}

const shapes: readonly Shape[] = [[5], [3, 4], [1, 1, 1], [4, 6, 2], [2, 3, 4, 5]]

describe.each(allLayers.map(layer => layer.type))('%s', type => {
  it('stands alone without a shape', () => {
    const { layer, rows } = drawn(type, {}, [])
    if (type === 'input') expect(layer.outputShapes).toEqual([[28, 28, 1]])
    else expect([layer.outputShapes, rows]).toEqual([null, []])
  })

  it.each(shapes.map(shape => [shape.join('×'), shape] as const))(
    'reads %s or says why not',
    (_, shape) => {
      for (const count of [1, 2]) {
        const { network, layer } = drawn(type, {}, Array<Shape>(count).fill(shape))
        const errors = network.problems.filter(
          problem => problem.severity === 'error' && problem.node === 'layer',
        )
        expect(layer.outputShapes === null).toBe(errors.length > 0)
        for (const { message } of errors) expect(message).toMatch(/[.]$/)
      }
    },
  )
})
