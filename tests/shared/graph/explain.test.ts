import { expect, it } from 'vitest'
import { analyse } from '../../../shared/graph/analyse.ts'
import { explainLayer } from '../../../shared/graph/explain.ts'
import { findTemplate } from '../../../templates/index.ts'

// The rows of look/main-light.png, written by hand there.
it('explains conv2 of LeNet with its own numbers', () => {
  const document = findTemplate('lenet')?.document
  const network = document && analyse(document)
  const layer = network?.byId.get('conv2')
  const rows = network && layer ? explainLayer(network, layer) : []
  expect(rows.map(({ quantity, formula, result }) => [quantity, formula, result])).toEqual([
    ['Height', '(14 − 5 + 2·0) ÷ 1 + 1', '10'],
    ['Width', '(14 − 5 + 2·0) ÷ 1 + 1', '10'],
    ['Channels', 'filters', '16'],
    ['Parameters', '5·5·6·16 + 16', '2,416'],
    ['MACs', '10·10·16 · 5·5·6', '240,000'],
    ['Receptive field', '6 + (5 − 1)·2', '14 × 14'],
    ['Memory', '10·10·16 · 4 bytes', '6.25 KiB'],
  ])
})
