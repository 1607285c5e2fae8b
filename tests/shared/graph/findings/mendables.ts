// A drawing for every problem that offers a fix.
import type { Block, NetworkDocument } from '../../../../shared/document/types.ts'
import { analyse } from '../../../../shared/graph/analyse.ts'
import { drawing, layer } from '../drawing.ts'
import { drawnMendables } from './drawn.ts'
import { endsFindings } from './ends.ts'
import { dense, end, image, type Mendable } from './parts.ts'
import { preparedMendables } from './prepared.ts'
import { proportionsFindings } from './proportions.ts'
import { shapeMendables } from './shapes.ts'
import { trainingFindings } from './training.ts'
import { wasteFindings } from './waste.ts'

/** The fix stands in a block’s own drawing, whose repetitions say it once. */
const insideBlock: Mendable = {
  code: 'no-dropout',
  in: repeated({
    nodes: [
      layer('in', 'blockInput'),
      dense('fc', 4, { activation: 'relu' }),
      layer('drop', 'dropout', { rate: 0 }),
      layer('out', 'blockOutput'),
    ],
    edges: [
      { source: 'in', target: 'fc' },
      { source: 'fc', target: 'drop' },
      { source: 'drop', target: 'out' },
    ],
  }),
}

function repeated(part: Block): NetworkDocument {
  const use = { id: 'use', type: 'block', block: 'part', repeat: 3 }
  return drawing([image(4), use, end], 'image > use > end', { blocks: { part } })
}

export function problemsIn({ in: document, code }: Mendable) {
  return analyse(document).problems.filter(problem => problem.code === code)
}

export const mendables: readonly Mendable[] = [
  ...drawnMendables,
  ...shapeMendables,
  ...preparedMendables,
  ...endsFindings,
  ...wasteFindings,
  ...proportionsFindings,
  ...trainingFindings,
  insideBlock,
].filter(mendable => problemsIn(mendable).some(({ fixes }) => fixes.length > 0))
