import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findNode } from '../../../shared/document/body.ts'
import { dissolveBlock, problemWithDissolving } from '../../../shared/document/dissolve.ts'
import { expand } from '../../../shared/document/expand.ts'
import { createBlock, problemWithGroup } from '../../../shared/document/group.ts'
import type { Block, NetworkDocument } from '../../../shared/document/types.ts'
import { resnetCifar } from '../../../templates/resnet-cifar.ts'
import { anyNetwork, documentOf, nodes, structureOf, wires } from './documents.ts'

const chain = documentOf({
  nodes: nodes(
    'image:input',
    'conv:conv2d',
    'norm:batchNormalization',
    'relu:activation',
    'head:dense',
  ),
  edges: wires('image conv norm relu head'),
})

describe('grouping', () => {
  it('moves the selection into a block with one port at either side', () => {
    const next = createBlock(chain, ['conv', 'norm', 'relu'], 'unit')
    expect(next.nodes.map(node => node.id)).toEqual(['image', 'unit1', 'head'])
    expect(next.edges).toEqual(wires('image unit1 head'))
    expect(next.blocks?.unit?.edges).toEqual(wires('in conv norm relu out'))
    expect(expand(next).nodes.map(node => node.id)).toEqual([
      'image',
      'unit1/conv',
      'unit1/norm',
      'unit1/relu',
      'head',
    ])
  })

  it('inside a block passes on the parameters that the new one needs', () => {
    const outer: Block = {
      parameters: { filters: 8, unused: 1 },
      nodes: nodes(
        'in:blockInput',
        { id: 'conv', type: 'conv2d', params: { filters: '=2*filters' } },
        'out:blockOutput',
      ),
      edges: wires('in conv out'),
    }
    const document = documentOf({
      nodes: nodes('image:input', {
        id: 'use',
        type: 'block',
        block: 'outer',
        params: { filters: 16 },
      }),
      edges: wires('image use'),
      blocks: { outer },
    })
    const next = createBlock(document, ['conv'], 'inner', 'outer')
    expect(next.blocks?.inner?.parameters).toEqual({ filters: 8 })
    expect(findNode(next, 'inner1', 'outer')?.params).toEqual({ filters: '=filters' })
    expect(structureOf(next)).toEqual(structureOf(document))
  })

  it('is refused with a reason where it makes no sense', () => {
    expect(createBlock(chain, [], 'unit')).toBe(chain)
    expect(createBlock(chain, ['conv'], 'not a name')).toBe(chain)
    expect(problemWithGroup(chain, ['image', 'conv'])).toBe(
      'image is an input of the network and stays outside of blocks.',
    )
  })

  it('keeps any network the same, and dissolving brings it back', () => {
    const choice = fc.subarray(['n0', 'n1', 'n2', 'n3', 'n4', 'n5'], { minLength: 1 })
    fc.assert(
      fc.property(anyNetwork, choice, (document, ids) => {
        const present = ids.filter(id => findNode(document, id))
        fc.pre(present.length > 0)
        const grouped = createBlock(document, present, 'unit')
        expect(grouped).not.toBe(document)
        expect(structureOf(grouped)).toEqual(structureOf(document))
        expect(expand(grouped).problems.filter(problem => problem.severity === 'error')).toEqual([])
        const dissolved = dissolveBlock(grouped, 'unit1')
        expect(structureOf(dissolved)).toEqual(structureOf(document))
        expect(new Set(dissolved.nodes.map(node => node.id))).toEqual(
          new Set(document.nodes.map(node => node.id)),
        )
      }),
      { numRuns: 1000 },
    )
  })
})

describe('dissolving', () => {
  it('puts parameters and the count of the repetition in', () => {
    const document = documentOf({
      parameters: { width: 4 },
      nodes: nodes('image:input', {
        id: 'use',
        type: 'block',
        block: 'part',
        repeat: 2,
        params: { filters: '=width + index' },
      }),
      edges: wires('image use'),
      blocks: {
        part: {
          parameters: { filters: 1, hidden: '=2*filters' },
          nodes: nodes(
            'in:blockInput',
            {
              id: 'conv',
              type: 'conv2d',
              params: { filters: '=filters', size: ['=hidden*index', 3] },
            },
            { id: 'skip', type: 'dense', when: '=index == 0' },
            'out:blockOutput',
          ),
          edges: wires('in conv skip out'),
        },
      },
    })
    const next = dissolveBlock(document, 'use')
    expect(next.nodes.map(({ id, params, when }) => [id, params, when])).toEqual([
      ['image', undefined, undefined],
      ['conv', { filters: '=width + 0', size: ['=2*(width + 0)*0', 3] }, undefined],
      ['skip', undefined, '=0 == 0'],
      ['conv1', { filters: '=width + 1', size: ['=2*(width + 1)*1', 3] }, undefined],
      ['skip1', undefined, '=1 == 0'],
    ])
    expect(structureOf(next)).toEqual(structureOf(document))
  })

  it('of every stage of a ResNet leaves the same network', () => {
    const start = resnetCifar.document
    let document: NetworkDocument = start
    for (const stage of ['stage1', 'stage2', 'stage3']) {
      expect(problemWithDissolving(document, stage)).toBe(
        `${stage} is repeated =blocksPerStage times. Write a number first.`,
      )
      document = {
        ...document,
        nodes: document.nodes.map(node => (node.id === stage ? { ...node, repeat: 3 } : node)),
      }
      document = dissolveBlock(document, stage)
    }
    expect(document.nodes.every(node => node.type !== 'block')).toBe(true)
    expect(structureOf(document)).toEqual(structureOf(start))
  })

  it('of a block repeated 0 times joins its ends', () => {
    const part: Block = {
      nodes: nodes('in:blockInput', 'x:dense', 'out:blockOutput'),
      edges: wires('in x out'),
    }
    const document = documentOf({
      nodes: nodes('a:input', { id: 'use', type: 'block', block: 'part', repeat: 0 }, 'b:dense'),
      edges: wires('a use b'),
      blocks: { part },
    })
    expect(dissolveBlock(document, 'use').edges).toEqual(wires('a b'))
  })
})
