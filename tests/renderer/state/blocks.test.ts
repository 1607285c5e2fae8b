import { describe, expect, it } from 'vitest'
import {
  dissolveSelected,
  freeBlockName,
  groupSelection,
  whyNoDissolving,
  whyNoGroup,
} from '../../../renderer/state/blocks.ts'
import { currentDrawing } from '../../../renderer/state/use-drawing.ts'
import { moveNodes, setNode } from '../../../shared/document/edits.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import { storesWith, template } from '../drawings.ts'

const idsOf = (stores: ReturnType<typeof storesWith>) =>
  stores.document.getState().present.nodes.map(node => node.id)

describe('a block of the selection', () => {
  it('takes its place, is selected, and changes no total', () => {
    const stores = storesWith(template('lenet'))
    stores.session.select(['conv2', 'pool2'])
    groupSelection(stores, 'features')
    expect(idsOf(stores).slice(2, 5)).toEqual(['pool1', 'features1', 'flatten'])
    expect([...stores.session.getState().selection]).toEqual(['features1'])
    // The published LeNet-5 with these sizes: 156 + 2,416 + 48,120 + 10,164 + 850.
    expect(analyse(stores.document.getState().present).totals.parameters).toBe(61_706)
    expect(stores.document.undo()).toBe('Make block features')
  })

  it('gets a name that no other block has', () => {
    const stores = storesWith(template('lenet'))
    expect(freeBlockName(stores)).toBe('block')
    stores.session.select(['fc1'])
    groupSelection(stores, 'block')
    expect(freeBlockName(stores)).toBe('block2')
    stores.session.select(['fc2'])
    groupSelection(stores, 'block2')
    expect(idsOf(stores)).toContain('block2_1')
  })

  it('leaves the other cards where the person sees them', () => {
    const stores = storesWith(moveNodes(template('lenet'), { image: { x: 5, y: -7 } }))
    const before = currentDrawing(stores).positions
    stores.session.select(['conv2', 'pool2'])
    groupSelection(stores, 'features')
    const { positions } = currentDrawing(stores)
    expect(positions.get('flatten')).toEqual(before.get('flatten'))
    expect(positions.get('features1')).toEqual(before.get('conv2'))
    stores.session.open([{ block: 'features', use: 'features1' }])
    const inside = currentDrawing(stores).positions
    const { x = 0, y = 0 } = inside.get('conv2') ?? {}
    expect(inside.get('in')).toEqual({ x, y: y - 100 })
    expect(inside.get('out')).toEqual({ x, y: y + 200 })
  })

  it('says what it cannot hold', () => {
    const stores = storesWith(template('lenet'))
    expect(whyNoGroup(stores)).toBe('Select the layers that the block is to hold.')
    stores.session.select(['image', 'conv1'])
    expect(whyNoGroup(stores)).toContain('image is an input of the network')
  })
})

describe('dissolving a block', () => {
  it('puts its layers in its place and selects them', () => {
    const resnet = template('resnet-20')
    const stores = storesWith(setNode(resnet, 'stage1', { repeat: 3 }))
    const { parameters } = analyse(resnet).totals
    stores.session.select(['stage1'])
    expect(dissolveSelected(stores)).toBeNull()
    expect(idsOf(stores)).not.toContain('stage1')
    expect(stores.session.getState().selection.size).toBeGreaterThan(15)
    expect(analyse(stores.document.getState().present).totals.parameters).toBe(parameters)
    expect(stores.document.undo()).toBe('Dissolve stage1')
  })

  it('says why it cannot be done', () => {
    const stores = storesWith(template('resnet-20'))
    expect(whyNoDissolving(stores)).toBe('Select one block first.')
    stores.session.select(['stage1'])
    expect(dissolveSelected(stores)).toContain('Write a number first.')
    expect(stores.document.getState().past).toHaveLength(0)
  })
})
