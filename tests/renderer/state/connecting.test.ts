import { describe, expect, it } from 'vitest'
import { judge, type WireEnd } from '../../../renderer/state/connecting.ts'
import { addNode } from '../../../shared/document/edits.ts'
import { broken, drawn, template } from '../drawings.ts'

const lenet = template('lenet')
const from = (node: string): WireEnd => ({ node, handle: null, side: 'source' })

describe('a wire that is drawn', () => {
  it('says the shape that would result', () => {
    const document = addNode(lenet, {
      id: 'extra',
      type: 'conv2d',
      params: { filters: 3, kernelSize: 3 },
    })
    // 14 − 3 + 1 = 12.
    expect(judge(drawn(document), from('pool1'), 'extra', null)).toEqual({
      kind: 'fits',
      text: '12×12×3',
      edge: { source: 'pool1', target: 'extra' },
    })
  })

  it('is the same drawn backwards from the input', () => {
    const document = addNode(lenet, { id: 'extra', type: 'flatten' })
    const end: WireEnd = { node: 'extra', handle: null, side: 'target' }
    expect(judge(drawn(document), end, 'pool2', null)).toMatchObject({
      kind: 'fits',
      text: '400',
      edge: { source: 'pool2', target: 'extra' },
    })
  })

  it('offers to replace the wire of an input that is taken', () => {
    expect(judge(drawn(lenet), from('conv1'), 'flatten', null)).toMatchObject({
      kind: 'fits',
      text: '4704, replaces pool2',
    })
  })

  it.each([
    ['a circle', 'fc1', 'conv1', 'would run in a circle'],
    ['itself', 'conv1', 'conv1', 'a card cannot feed itself'],
    ['an input layer', 'conv1', 'image', 'takes no input'],
    ['a wire that is there', 'conv1', 'pool1', 'is connected already'],
  ])('is impossible to %s', (_, source, target, text) => {
    expect(judge(drawn(lenet), from(source), target, null)).toEqual({
      kind: 'impossible',
      text,
      edge: null,
    })
  })

  it('is wrong where the numbers do not fit, with the layer’s own sentence', () => {
    const verdict = judge(drawn(lenet), from('flatten'), 'conv1', null)
    expect(verdict.kind).toBe('impossible')
    const document = addNode(lenet, { id: 'extra', type: 'conv2d', params: { filters: 3 } })
    const wrong = judge(drawn(document), from('fc1'), 'extra', null)
    expect(wrong.kind).toBe('wrong')
    expect(wrong.text).toMatch(/120/)
  })

  it('into a merge is judged together with the others', () => {
    const merged = {
      ...lenet,
      nodes: [...lenet.nodes, { id: 'sum', type: 'add' }],
      edges: [...lenet.edges, { source: 'pool1', target: 'sum' }],
    }
    expect(judge(drawn(merged), from('conv2'), 'sum', null).kind).toBe('wrong')
    const fresh = { ...lenet, nodes: [...lenet.nodes, { id: 'sum', type: 'add' }] }
    expect(judge(drawn(fresh), from('conv2'), 'sum', null)).toMatchObject({
      kind: 'fits',
      text: '10×10×16',
    })
  })

  it('from a card without a shape fits, with a shape that is not known', () => {
    const document = addNode(broken, { id: 'extra', type: 'flatten' })
    expect(judge(drawn(document), from('conv3'), 'extra', null)).toMatchObject({
      kind: 'fits',
      text: 'unknown',
    })
  })

  it('into a block is tried on a copy', () => {
    const resnet = template('resnet-20')
    const verdict = judge(drawn(resnet), from('conv'), 'stage2', null)
    expect(verdict).toMatchObject({ kind: 'fits', text: '16×16×32, replaces stage1' })
    expect(judge(drawn(resnet), from('image'), 'stage1', null).kind).toBe('wrong')
  })
})
