// The handles of a card whose layer gives several values.
import { describe, expect, it } from 'vitest'
import { judge } from '../../../renderer/state/connecting.ts'
import type { NetworkDocument } from '../../../shared/document/types.ts'
import { drawn } from '../drawings.ts'

function cut(sections: number | string, shape: readonly number[]): NetworkDocument {
  return {
    format: 'layerloom',
    version: 1,
    name: 'cut',
    nodes: [
      { id: 'image', type: 'input', params: { shape } },
      { id: 'parts', type: 'split', params: { sections } },
      { id: 'flat', type: 'flatten' },
      { id: 'other', type: 'flatten' },
    ],
    edges: [
      { source: 'image', target: 'parts' },
      { source: 'parts', sourceHandle: '2', target: 'flat' },
    ],
  }
}

const portsOf = (document: NetworkDocument) =>
  drawn(document)
    .cards.get('parts')
    ?.outputs.map(({ handle, text, isConnected }) => [handle, text, isConnected])

describe('a card with several outputs', () => {
  it('has a port for each, with its own shape', () => {
    expect(portsOf(cut(3, [4, 4, 6]))).toEqual([
      ['0', '4×4×2', false],
      ['1', '4×4×2', false],
      ['2', '4×4×2', true],
    ])
    expect(drawn(cut(3, [4, 4, 6])).wires.map(wire => wire.output)).toEqual([0, 2])
  })

  it('keeps its ports while its numbers do not fit, so that no wire moves', () => {
    expect(portsOf(cut(3, [4, 4, 7]))?.map(([handle]) => handle)).toEqual(['0', '1', '2'])
    expect(portsOf(cut('many', [4, 4, 7]))?.map(([handle]) => handle)).toEqual(['0', '1', '2'])
    expect(drawn(cut('many', [4, 4, 7])).wires.map(wire => wire.output)).toEqual([0, 2])
  })

  it('is wired from the port that the hand took', () => {
    const end = { node: 'parts', handle: '1', side: 'source' } as const
    expect(judge(drawn(cut(3, [4, 4, 6])), end, 'other', null)).toEqual({
      kind: 'fits',
      text: '32',
      edge: { source: 'parts', sourceHandle: '1', target: 'other' },
    })
  })
})
