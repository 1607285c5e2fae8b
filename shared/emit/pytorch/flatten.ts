// Numbers in a row stand in another order where the channels come first. A dense layer does not mind: its
// rows are put in that order with its weights. Only where something else reads them are the axes turned back.
import type { DocumentNode } from '../../document/types.ts'
import type { Body } from './body.ts'

const passing =
  /^(dropout|gaussianDropout|gaussianNoise|alphaDropout|reLU|leakyReLU|elu|gelu|threshold)$/

export function flattensFirst(body: Body, node: DocumentNode): boolean {
  const { nodes, edges } = body.body.block
  const readers = edges.filter(edge => edge.source === node.id)
  return (
    readers.length > 0 &&
    readers.every(({ target }) => {
      const reader = nodes.find(({ id }) => id === target)
      if (!reader || reader.when !== undefined || reader.sharedWeights !== undefined) return false
      if (reader.type === 'dense') return true
      const isPlain =
        passing.test(reader.type) ||
        (reader.type === 'activation' &&
          !/soft.?max|sparsemax|^=/i.test(String(reader.params?.activation ?? '')))
      return isPlain && flattensFirst(body, reader)
    })
  )
}
