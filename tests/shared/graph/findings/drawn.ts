// What a file says that cannot be meant: wires, arguments, blocks and repeats, each with a fix.
import type { Block, DocumentNode } from '../../../../shared/document/types.ts'
import { drawing, layer } from '../drawing.ts'
import { chain, dense, image, type Mendable } from './parts.ts'

const body: Block = {
  nodes: [layer('in', 'blockInput'), dense('fc', 4), layer('out', 'blockOutput')],
  edges: [
    { source: 'in', target: 'fc' },
    { source: 'fc', target: 'out' },
  ],
}
const use = (rest: Partial<DocumentNode> = {}): DocumentNode => ({
  id: 'use',
  type: 'block',
  block: 'part',
  ...rest,
})
const withBlock = (node: DocumentNode, block: Block = body) =>
  drawing([image(4), node], `image > ${node.id}`, { blocks: { part: block } })

export const drawnMendables: readonly Mendable[] = [
  {
    code: 'input-taken',
    in: drawing(
      [image(4), dense('a', 4), dense('b', 4), dense('c', 4)],
      'image > a > c, image > b > c',
    ),
  },
  { code: 'parameter', in: chain(image(4), dense('fc', 0)) },
  { code: 'unknown-block', in: withBlock(use({ block: 'prat' })) },
  {
    code: 'block-contains-itself',
    in: withBlock(use(), {
      nodes: [layer('in', 'blockInput'), use(), layer('out', 'blockOutput')],
      edges: [
        { source: 'in', target: 'use' },
        { source: 'use', target: 'out' },
      ],
    }),
  },
  { code: 'repeat', in: withBlock(use({ repeat: '=3/2' })) },
  {
    code: 'repeat-ports',
    in: withBlock(use({ repeat: 2 }), {
      nodes: [...body.nodes, layer('other', 'blockOutput')],
      edges: [...body.edges, { source: 'fc', target: 'other' }],
    }),
  },
  {
    code: 'unknown-name',
    in: { ...chain(image(4), dense('fc', 4, { units: '=widht' })), parameters: { width: 8 } },
  },
  {
    code: 'port-outside-block',
    in: drawing([image(4), dense('fc', 4), layer('out', 'blockOutput')], 'image > fc > out'),
  },
  {
    code: 'idle-silence',
    in: chain(image(4), { ...dense('fc', 4), silenced: { 'no-dropout': 'none there' } }),
  },
]
