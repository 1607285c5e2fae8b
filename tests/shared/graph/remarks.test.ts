// Where papers, notes and libraries disagree with the arithmetic: each on the layer of the template that is
// meant, and in any drawing that has the same numbers.
import { describe, expect, it } from 'vitest'
import { analyse } from '../../../shared/graph/analyse.ts'
import { explainLayer } from '../../../shared/graph/explain.ts'
import { notesOn } from '../../../shared/graph/remarks.ts'
import { errata } from '../../../shared/help/errata.ts'
import { findTemplate } from '../../../templates/index.ts'
import { drawing, layer } from './drawing.ts'

function notesOf(template: string, id: string) {
  const document = findTemplate(template)?.document
  if (!document) throw new Error(`no template ${template}`)
  const network = analyse(document)
  const found = network.byId.get(id)
  if (!found) throw new Error(`no layer ${id} in ${template}`)
  return notesOn(network, found)
}

/** The layer where each of them has its home. */
const homes: Readonly<Record<string, readonly [string, string]>> = {
  'alexnet-227': ['alexnet', 'conv1'],
  'alexnet-towers': ['alexnet', 'conv2'],
  'alexnet-order': ['alexnet', 'norm1'],
  'parameter-exercise': ['parameter-exercise', 'fc1'],
  'lenet-c3': ['lenet-5', 'c3'],
  'googlenet-five': ['googlenet', 'i3a/five/conv'],
  'resnet-stride-3x3': ['resnet-50', 'stage2/0/conv'],
  'resnet-34-shortcut': ['resnet-34', 'stage2/0/shortcut'],
  'resnet-biases': ['resnet-50', 'stage1/0/expand'],
  'efficientnet-scaling': ['efficientnet-b7', 'conv'],
  'batch-normalization': ['resnet-50', 'norm'],
  'response-normalization': ['alexnet', 'norm1'],
  'flops-are-macs': ['parameter-exercise', 'conv1'],
  'attention-products': ['vit-base-16', 'encoder/0/attention'],
}

describe('what others print', () => {
  it.each(Object.entries(homes))('%s stands where it belongs', (id, [template, node]) => {
    expect(notesOf(template, node).map(note => note.id)).toContain(id)
  })

  it('stands nowhere else in the networks that it is about', () => {
    const network = analyse(findTemplate('alexnet')?.document as never)
    const special = network.layers.flatMap(each =>
      notesOn(network, each).flatMap(({ id }) => (id.startsWith('alexnet-') ? [each.id] : [])),
    )
    expect(special).toEqual(['conv1', 'norm1', 'conv2', 'norm2'])
    expect(notesOf('zfnet', 'norm1').map(({ id }) => id)).toEqual(['response-normalization'])
    expect(notesOf('googlenet-bn', 'reduce2/conv').map(({ id }) => id)).toEqual(['flops-are-macs'])
  })

  it('has all its numbers from FACTS and a home for every remark', () => {
    const text = errata.map(each => `${each.title} ${each.text}`).join('\n')
    for (const number of [
      '54.25',
      '62,378,344',
      '60,965,224',
      '61,100,840',
      '1,135,256,096',
      '724,406,816',
      '103,219,200',
      '102,761,472',
      '1,516',
      '6,998,552',
      '13,378,280',
      '4,089,184,256',
      '3,857,973,248',
      '3,663,761,408',
      '25,583,592',
      '25,557,032',
      '68.7 M',
      '66,347,960',
      '17.564 G',
      '16.849 G',
    ])
      expect(text).toContain(number)
    const elsewhere = errata.filter(({ id }) => !(id in homes)).map(({ id }) => id)
    // A ResNet with the stride in its first 1×1 convolution: a parameter of the template.
    expect(elsewhere).toEqual(['resnet-stride-1x1'])
  })

  it('knows the stride in the first 1×1 convolution', () => {
    const network = analyse(
      drawing(
        [
          layer('map', 'input', { shape: [56, 56, 256] }),
          layer('reduce', 'conv2d', { filters: 128, kernelSize: 1, strides: 2 }),
        ],
        'map > reduce',
      ),
    )
    const reduce = network.byId.get('reduce')
    expect(reduce && notesOn(network, reduce).map(({ id }) => id)).toContain('resnet-stride-1x1')
  })
})

describe('a size that is not whole', () => {
  const at = (size: number, params: Record<string, number>) => {
    const network = analyse(
      drawing(
        [
          layer('map', 'input', { shape: [size, size, 3] }),
          layer('conv', 'conv2d', { filters: 4, ...params }),
        ],
        'map > conv',
      ),
    )
    const conv = network.byId.get('conv')
    if (!conv) throw new Error('no conv')
    return { notes: notesOn(network, conv), rows: explainLayer(network, conv) }
  }

  it('is said in any drawing, with the sizes that would be exact', () => {
    // Width 7, filter 3, stride 3: 2.33.
    const { notes, rows } = at(7, { kernelSize: 3, strides: 3 })
    expect(rows[0]).toMatchObject({ formula: '(7 − 3 + 2·0) ÷ 3 + 1 = 2.33', result: '2' })
    expect(notes[0]?.title).toBe('2.33 is not whole')
    expect(notes[0]?.text).toContain('the last position is never read. Exact are 6 and 9.')
  })

  it('tells lost pixels from lost zeros, and is silent where all is exact', () => {
    expect(at(224, { kernelSize: 7, strides: 2, padding: 3 }).notes[0]?.text).toBe(
      '(224 − 7 + 2·3) ÷ 2 + 1 = 112.5 is rounded down; no more is lost than zeros of the padding. Exact are 223 and 225.',
    )
    expect(at(7, { kernelSize: 3, strides: 2 }).notes.map(({ id }) => id)).toEqual([
      'flops-are-macs',
    ])
  })
})

describe('rules', () => {
  it('stand once beside the arithmetic that follows them', () => {
    const network = analyse(findTemplate('alexnet')?.document as never)
    const conv = network.byId.get('conv1')
    const rows = conv ? explainLayer(network, conv) : []
    expect(rows.map(({ quantity, law }) => [quantity, law?.name])).toEqual([
      ['Height', 'Output size of a window'],
      ['Width', undefined],
      ['Channels', undefined],
      ['Parameters', 'Weights of a convolution'],
      ['MACs', 'Multiply-accumulates; 1 MAC is 2 FLOPs'],
      ['Receptive field', 'Receptive field'],
      ['Memory', undefined],
    ])
  })
})
