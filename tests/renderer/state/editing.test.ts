import { describe, expect, it } from 'vitest'
import { copiedText, duplicateSelection, pasteText } from '../../../renderer/state/clipboard.ts'
import {
  deleteSelection,
  dropNode,
  edit,
  insertAfterSelection,
  mend,
  newLayer,
  newUse,
  placed,
} from '../../../renderer/state/editing.ts'
import { currentDrawing } from '../../../renderer/state/use-drawing.ts'
import { connect, moveNodes } from '../../../shared/document/edits.ts'
import { printDocument } from '../../../shared/document/print.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import { broken, storesWith, template } from '../drawings.ts'

function wiresOf(stores: ReturnType<typeof storesWith>): readonly string[] {
  return stores.document.getState().present.edges.map(({ source, target }) => `${source}>${target}`)
}

describe('adding a layer', () => {
  it('after the selected card takes over its wires, with the palette’s starting values', () => {
    const stores = storesWith(template('lenet'))
    stores.session.select(['pool1'])
    insertAfterSelection(stores, newLayer('conv2d'))
    expect(wiresOf(stores)).toContain('pool1>conv3')
    expect(wiresOf(stores)).toContain('conv3>conv2')
    expect(wiresOf(stores)).not.toContain('pool1>conv2')
    const added = stores.document.getState().present.nodes.find(node => node.id === 'conv3')
    expect(added?.params).toEqual({
      filters: 32,
      kernelSize: 3,
      padding: 'same',
      activation: 'relu',
    })
    expect([...stores.session.getState().selection]).toEqual(['conv3'])
    expect(stores.document.undo()).toBe('Add conv3')
    expect(stores.document.getState().present).toBe(template('lenet'))
  })

  it('without a wire leaves the others as they are', () => {
    const stores = storesWith(template('lenet'))
    stores.session.select(['pool1'])
    insertAfterSelection(stores, newLayer('dropout'), false)
    expect(wiresOf(stores)).toHaveLength(8)
    expect(currentDrawing(stores).cards.get('dropout1')?.waitsFor).toBe('an input')
  })

  it('behind a card whose output forks feeds every reader', () => {
    const lenet = template('lenet')
    const stores = storesWith({
      ...lenet,
      nodes: [...lenet.nodes, { id: 'side', type: 'flatten' }],
      edges: [...lenet.edges, { source: 'pool1', target: 'side' }],
    })
    stores.session.select(['pool1'])
    insertAfterSelection(stores, newLayer('batchNormalization'))
    expect(wiresOf(stores)).toContain('batchNormalization1>conv2')
    expect(wiresOf(stores)).toContain('batchNormalization1>side')
  })

  it('dropped onto a wire goes between its ends', () => {
    const stores = storesWith(template('lenet'))
    const onto = template('lenet').edges[0] ?? null
    dropNode(stores, newLayer('zeroPadding2d'), { x: 10.4, y: 20.6 }, onto)
    expect(wiresOf(stores).slice(0, 2)).toEqual(['image>zeroPadding1', 'zeroPadding1>conv1'])
    const { nodes } = stores.document.getState().present
    expect(nodes.at(-1)?.position).toEqual({ x: 10, y: 21 })
    // The others stay where the layout had put them.
    expect(nodes.find(node => node.id === 'flatten')?.position).toEqual({ x: 324, y: 0 })
  })

  it('works inside an open block', () => {
    const stores = storesWith(template('resnet-20'))
    stores.session.open([{ block: 'basicBlock', use: 'stage1' }], ['relu1'])
    insertAfterSelection(stores, newLayer('dropout'))
    const { present } = stores.document.getState()
    expect(present.nodes).toBe(template('resnet-20').nodes)
    expect(present.blocks?.basicBlock?.edges).toContainEqual({
      source: 'relu1',
      target: 'dropout1',
    })
    expect(analyse(present).byId.has('stage3/2/dropout1')).toBe(true)
  })
})

describe('the places of cards that nobody has moved', () => {
  it('stay when a layer is added, a wire is drawn, or a card is removed', () => {
    for (const name of ['lenet', 'resnet-20']) {
      const stores = storesWith(template(name))
      const before = currentDrawing(stores).positions
      const anchor = template(name).nodes[1]?.id ?? ''
      stores.session.select([anchor])
      insertAfterSelection(stores, newLayer('dropout'))
      edit(stores, 'Connect', document =>
        connect(document, { source: 'image', target: 'dropout1' }),
      )
      stores.session.select([template(name).nodes[3]?.id ?? ''])
      deleteSelection(stores)
      const { positions } = currentDrawing(stores)
      for (const [id, position] of positions)
        if (id !== 'dropout1') expect(position).toEqual(before.get(id))
      const added = positions.get('dropout1') ?? { x: 0, y: 0 }
      const isOver = [...before.values()].some(
        ({ x, y }) => Math.abs(x - added.x) < 232 && Math.abs(y - added.y) < 64,
      )
      expect(isOver).toBe(false)
    }
  })

  it('are written by a drag that began as a preview', () => {
    const stores = storesWith(template('lenet'))
    const before = currentDrawing(stores).positions
    stores.document.preview(document =>
      moveNodes(placed(document, currentDrawing(stores)), { fc2: { x: 400, y: 230 } }),
    )
    const shown = currentDrawing(stores)
    stores.document.edit('Move fc2', document =>
      moveNodes(placed(document, shown), { fc2: { x: 454, y: 230 } }),
    )
    const after = currentDrawing(stores).positions
    expect(after).toEqual(new Map(before).set('fc2', { x: 454, y: 230 }))
  })
})

describe('removing', () => {
  it('heals the gap', () => {
    const stores = storesWith(template('lenet'))
    stores.session.select(['pool1', 'conv2'])
    deleteSelection(stores)
    expect(wiresOf(stores)).toContain('conv1>pool2')
    expect(stores.session.getState().selection.size).toBe(0)
    expect(stores.document.undo()).toBe('Remove 2 layers')
  })

  it('of a chosen wire leaves its cards', () => {
    const stores = storesWith(template('lenet'))
    const before = currentDrawing(stores)
    const wire = before.wires[2]
    stores.session.select([], [wire?.id ?? ''])
    deleteSelection(stores)
    expect(wiresOf(stores)).toHaveLength(7)
    const after = currentDrawing(stores)
    expect([...after.cards.keys()]).toEqual(template('lenet').nodes.map(node => node.id))
    expect(after.positions).toEqual(before.positions)
  })
})

describe('a fix', () => {
  it('is one step that undo takes back', () => {
    const stores = storesWith(broken)
    const [problem] = currentDrawing(stores).problems.get('conv3') ?? []
    const fix = problem?.fixes[0]
    if (!fix) throw new Error('conv3 has a fix')
    mend(stores, fix)
    expect(analyse(stores.document.getState().present).byId.get('conv3')?.outputShapes).toEqual([
      [1, 1, 120],
    ])
    expect(stores.document.undo()).toBe(fix.label)
    expect(stores.document.getState().present).toBe(broken)
  })
})

describe('the clipboard', () => {
  function copyOf(stores: ReturnType<typeof storesWith>, ids: readonly string[]): string {
    stores.session.select(ids)
    return copiedText(stores) ?? ''
  }

  it('carries cards, the wires between them and where the layout had put them', () => {
    const stores = storesWith(template('lenet'))
    const { nodes, edges } = JSON.parse(copyOf(stores, ['conv1', 'pool1']))
    expect(nodes).toMatchObject([
      { id: 'conv1', position: { x: 0, y: 100 } },
      { id: 'pool1', position: { x: 0, y: 200 } },
    ])
    expect(edges).toEqual([{ source: 'conv1', target: 'pool1' }])
    stores.session.select([])
    expect(copiedText(stores)).toBeNull()
  })

  it('pastes copies under fresh names beside the originals and selects them', () => {
    const stores = storesWith(template('lenet'))
    expect(pasteText(stores, copyOf(stores, ['conv1', 'pool1']))).toBeNull()
    expect([...stores.session.getState().selection]).toEqual(['conv3', 'pool3'])
    expect(wiresOf(stores).at(-1)).toBe('conv3>pool3')
    expect(currentDrawing(stores).positions.get('conv3')).toEqual({ x: 40, y: 140 })
    expect(stores.document.undo()).toBe('Paste')
  })

  it('brings the blocks and the parameters that a copy needs', () => {
    const text = copyOf(storesWith(template('resnet-20')), ['stage1'])
    const target = storesWith(template('lenet'))
    pasteText(target, text)
    const { present } = target.document.getState()
    expect(Object.keys(present.blocks ?? {})).toEqual(['basicBlock'])
    // ResNet-20 counts on them; LeNet has neither.
    expect(present.parameters).toMatchObject({ width: 16, blocksPerStage: 3 })
  })

  it('takes a whole document', () => {
    const stores = storesWith(template('lenet'))
    pasteText(stores, printDocument(template('lenet')))
    expect(stores.document.getState().present.nodes).toHaveLength(18)
  })

  it('refuses what is none, and changes nothing', () => {
    const stores = storesWith(template('lenet'))
    for (const text of ['', 'hello', '[1]', '{"nodes": 3}', '{"nodes":[{"id":"a b","type":"x"}]}'])
      expect(pasteText(stores, text), text).toContain('The clipboard holds no layers.')
    expect(stores.document.getState().present).toBe(template('lenet'))
  })

  it('is left alone by duplicating', () => {
    const stores = storesWith(template('lenet'))
    stores.session.select(['fc1', 'fc2'])
    duplicateSelection(stores)
    expect([...stores.session.getState().selection]).toEqual(['fc3', 'fc4'])
    expect(wiresOf(stores).at(-1)).toBe('fc3>fc4')
  })
})

describe('a new use of a block', () => {
  it('has the block’s name and a number', () => {
    const stores = storesWith(template('resnet-20'))
    stores.session.select(['stage3'])
    insertAfterSelection(stores, newUse('basicBlock'))
    expect(wiresOf(stores)).toContain('stage3>basicBlock1')
  })
})
