import { describe, expect, it } from 'vitest'
import { createDocumentStore, isDirty } from '../../../renderer/state/document-store.ts'
import { removeNodes, setName, setParam } from '../../../shared/document/edits.ts'
import type { NetworkDocument } from '../../../shared/document/types.ts'
import { template } from '../drawings.ts'

const lenet = template('lenet')
const named = (name: string) => (document: NetworkDocument) => setName(document, name)

describe('the document store', () => {
  it('records an edit as one labelled step that undo takes back and redo makes again', () => {
    const store = createDocumentStore(lenet)
    store.edit('Rename', named('A'))
    store.edit('Set filters of conv1', document => setParam(document, 'conv1', 'filters', 8))
    const edited = store.getState().present
    expect(store.undo()).toBe('Set filters of conv1')
    expect(store.undo()).toBe('Rename')
    expect(store.getState().present).toBe(lenet)
    expect(store.undo()).toBeNull()
    expect(store.redo()).toBe('Rename')
    expect(store.redo()).toBe('Set filters of conv1')
    expect(store.getState().present).toBe(edited)
    expect(store.redo()).toBeNull()
  })

  it('records nothing where an edit changes nothing', () => {
    const store = createDocumentStore(lenet)
    expect(store.edit('Rename', named('LeNet'))).toBe(false)
    expect(store.getState().past).toEqual([])
  })

  it('shows a preview without recording it, and every preview begins at the recorded document', () => {
    const store = createDocumentStore(lenet)
    store.preview(document => setParam(document, 'conv1', 'filters', 7))
    store.preview(document => setParam(document, 'conv2', 'filters', 9))
    const { present, recorded, past } = store.getState()
    expect(recorded).toBe(lenet)
    expect(past).toEqual([])
    expect(present.nodes[1]).toBe(lenet.nodes[1])
    expect(present.nodes[3]?.params?.filters).toBe(9)
  })

  it('makes one step of a whole gesture, and Escape drops it', () => {
    const store = createDocumentStore(lenet)
    for (const filters of [7, 8, 9])
      store.preview(document => setParam(document, 'conv1', 'filters', filters))
    store.edit('Set filters', document => setParam(document, 'conv1', 'filters', 9))
    expect(store.getState().past).toHaveLength(1)
    store.preview(named('half way'))
    store.cancel()
    expect(store.getState().present.name).toBe('LeNet')
    expect(store.undo()).toBe('Set filters')
    expect(store.getState().present).toBe(lenet)
  })

  it('forgets what was undone when something else is done', () => {
    const store = createDocumentStore(lenet)
    store.edit('One', named('One'))
    store.undo()
    store.edit('Two', named('Two'))
    expect(store.redo()).toBeNull()
  })

  it('is dirty while the document differs from the saved one, and clean again after undo', () => {
    const store = createDocumentStore(lenet)
    store.open(lenet, lenet)
    expect(isDirty(store.getState())).toBe(false)
    store.edit('Rename', named('A'))
    expect(isDirty(store.getState())).toBe(true)
    store.undo()
    expect(isDirty(store.getState())).toBe(false)
  })

  it('stays dirty when an edit came while the file was being written', () => {
    const store = createDocumentStore(lenet)
    store.edit('Rename', named('A'))
    const written = store.getState().recorded
    store.edit('Rename again', named('B'))
    store.markSaved(written)
    expect(isDirty(store.getState())).toBe(true)
  })

  it('merges quick steps of one key, and not slow ones', () => {
    let time = 0
    const store = createDocumentStore(lenet, () => time)
    store.edit('Nudge', named('A'), { key: 'nudge' })
    time = 500
    store.edit('Nudge', named('B'), { key: 'nudge' })
    expect(store.getState().past).toHaveLength(1)
    time = 2000
    store.edit('Nudge', named('C'), { key: 'nudge' })
    expect(store.getState().past).toHaveLength(2)
    store.undo()
    expect(store.getState().present.name).toBe('B')
    store.undo()
    expect(store.getState().present).toBe(lenet)
  })

  it('begins a new history with another document', () => {
    const store = createDocumentStore(lenet)
    store.edit('Remove conv1', document => removeNodes(document, ['conv1'], { heal: true }))
    store.open(template('mlp'), null)
    expect(store.undo()).toBeNull()
    expect(store.getState().opened).toBe(1)
  })
})
