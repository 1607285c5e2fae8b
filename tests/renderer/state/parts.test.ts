// Ready-made blocks: dropped as one node of a definition that the document then has.
import { describe, expect, it } from 'vitest'
import { dropNode, insertAfterSelection, newPart } from '../../../renderer/state/editing.ts'
import { setNode, setParam } from '../../../shared/document/edits.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import { blockParts } from '../../../templates/blocks.ts'
import { storesWith, template } from '../drawings.ts'

function part(name: string) {
  const found = blockParts.find(each => each.name === name)
  if (!found) throw new Error(`no block ${name}`)
  return newPart(found)
}

type Stores = ReturnType<typeof storesWith>
const blocksOf = (stores: Stores) => Object.keys(stores.document.getState().present.blocks ?? {})
const nodeOf = (stores: Stores, id: string) =>
  stores.document.getState().present.nodes.find(node => node.id === id)

describe('a ready-made block', () => {
  it('comes with its definition, fits the channels before it, and goes in one step', () => {
    const stores = storesWith(template('lenet'))
    stores.session.select(['conv2'])
    insertAfterSelection(stores, part('squeezeExcite'))
    expect(nodeOf(stores, 'squeezeExcite1')).toMatchObject({
      type: 'block',
      block: 'squeezeExcite',
      params: { channels: 16, squeezed: 4 },
    })
    expect(nodeOf(stores, 'squeezeExcite1')).not.toHaveProperty('blocks')
    expect(nodeOf(stores, 'squeezeExcite1')).not.toHaveProperty('channels')
    const { present } = stores.document.getState()
    expect(analyse(present).problems.filter(({ severity }) => severity === 'error')).toEqual([])
    // 61,706 of LeNet; 16·4 + 4 and 4·16 + 16 in the block.
    expect(analyse(present).totals.parameters).toBe(61_706 + 68 + 80)
    stores.document.undo()
    expect(stores.document.getState().present).toBe(template('lenet'))
  })

  it('is defined once, however often it is used and wherever its cards were moved', () => {
    const stores = storesWith(template('lenet'))
    dropNode(stores, part('squeezeExcite'), { x: 0, y: 0 }, null)
    stores.document.edit('Move', document =>
      setNode(document, 'mean', { position: { x: 7, y: 7 } }, 'squeezeExcite'),
    )
    dropNode(stores, part('squeezeExcite'), { x: 0, y: 90 }, null)
    expect(blocksOf(stores)).toEqual(['squeezeExcite'])
    expect(nodeOf(stores, 'squeezeExcite2')?.block).toBe('squeezeExcite')
  })

  it('gets a name of its own beside another block of that name, once', () => {
    const stores = storesWith(template('lenet'))
    dropNode(stores, part('squeezeExcite'), { x: 0, y: 0 }, null)
    stores.document.edit('Change', document =>
      setParam(document, 'excite', 'kernelSize', 3, 'squeezeExcite'),
    )
    dropNode(stores, part('squeezeExcite'), { x: 0, y: 90 }, null)
    dropNode(stores, part('squeezeExcite'), { x: 0, y: 180 }, null)
    expect(blocksOf(stores)).toEqual(['squeezeExcite', 'squeezeExcite2'])
    expect(nodeOf(stores, 'squeezeExcite2')?.block).toBe('squeezeExcite2')
    expect(nodeOf(stores, 'squeezeExcite3')?.block).toBe('squeezeExcite2')
  })

  it('inside of itself is a copy, since no block can contain itself', () => {
    const stores = storesWith(template('lenet'))
    dropNode(stores, part('squeezeExcite'), { x: 0, y: 0 }, null)
    stores.session.open([{ block: 'squeezeExcite', use: 'squeezeExcite1' }], ['mean'])
    insertAfterSelection(stores, part('squeezeExcite'))
    expect(blocksOf(stores)).toEqual(['squeezeExcite', 'squeezeExcite2'])
    const codes = analyse(stores.document.getState().present).problems.map(({ code }) => code)
    expect(codes).not.toContain('block-contains-itself')
  })
})
