import { describe, expect, it } from 'vitest'
import type { NetworkDocument } from '../../../shared/document/types.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import { costsOf, foldCosts } from '../../../shared/graph/costs.ts'
import type { StepSettings } from '../../../shared/graph/step-settings.ts'
import { findTemplate } from '../../../templates/index.ts'
import { drawing, layer } from './drawing.ts'

const settings: StepSettings = {
  batchSize: 10,
  optimizer: { kind: 'momentum' },
  precision: 'float32',
  standardize: false,
}

function sheetOf(document: NetworkDocument, more: Partial<StepSettings> = {}) {
  return costsOf(analyse(document), { ...settings, ...more })
}

function template(name: string): NetworkDocument {
  const document = findTemplate(name)?.document
  if (!document) throw new Error(`no template ${name}`)
  return document
}

const picture = layer('image', 'input', { shape: [8, 8, 2] })
const conv = layer('conv', 'conv2d', { filters: 4, kernelSize: 3, padding: 'same' })
const norm = layer('norm', 'batchNormalization')
const pool = layer('pool', 'maxPooling2d', { poolSize: 2 })
const scores = layer('scores', 'dense', { units: 5 })
const nodes = [picture, conv, norm, pool, layer('flat', 'flatten'), scores]
const wires = 'image > conv > norm > pool > flat > scores'

describe('the cost sheet', () => {
  const sheet = sheetOf(drawing(nodes, wires))
  const row = (id: string) => sheet.layers.find(each => each.id === id)

  it('counts a convolution by hand', () => {
    // 3·3·2·4 + 4 weights; 8·8·4 outputs of 3·3·2 products each; the picture needs no gradient, the kernel does.
    const macs = 8 * 8 * 4 * 18
    expect(row('conv')).toMatchObject({
      trainable: 76,
      frozen: 0,
      notTrainable: 0,
      macs,
      flops: 2 * macs,
      backwardFlops: 2 * macs,
      units: 256,
      activationBytes: 4 * 256,
      weightBytes: 4 * 76,
      // Its output stays for the normalization, the weights have a gradient and a momentum each.
      trainingBytes: 4 * 256 * 10 + 3 * 4 * 76,
      movedBytes: 4 * (10 * (128 + 256) + 76),
      intensity: (2 * macs * 10) / (4 * (10 * (128 + 256) + 76)),
      field: { size: [3, 3], stride: [1, 1], centre: [0, 0] },
    })
  })

  it('counts both gradients of a product behind it, and the bytes of a view for nothing', () => {
    expect(row('scores')).toMatchObject({ macs: 320, flops: 640, backwardFlops: 1280, units: 5 })
    expect(row('flat')).toMatchObject({
      flops: 0,
      activationBytes: 0,
      movedBytes: 0,
      intensity: null,
    })
  })

  it('counts work that is no product in FLOPs only', () => {
    // Each of 4·4·4 maxima reads four numbers.
    expect(row('pool')).toMatchObject({ macs: 0, flops: 64 * 4, units: 0 })
    // Mean, variance, normalizing, scaling: 1 + 3 + 2 + 2 for each number.
    expect(row('norm')).toMatchObject({ macs: 0, flops: 256 * 8, trainable: 8, notTrainable: 8 })
  })

  it('tells frozen from what nobody learns', () => {
    const frozen = nodes.map(node =>
      node === norm || node === conv
        ? { ...node, params: { ...node.params, trainable: false } }
        : node,
    )
    const rows = sheetOf(drawing(frozen, wires)).layers
    const of = (id: string) => rows.find(each => each.id === id)
    expect(of('norm')).toMatchObject({ trainable: 0, frozen: 8, notTrainable: 8, backwardFlops: 0 })
    expect(of('conv')).toMatchObject({ trainable: 0, frozen: 76, backwardFlops: 0 })
    // Nothing before it learns, so only the kernel's gradient is computed.
    expect(of('scores')).toMatchObject({ backwardFlops: 640 })
  })

  it('adds up to the total, whose shares are whole', () => {
    const { total, layers } = sheet
    for (const key of ['macs', 'flops', 'units', 'weightBytes', 'trainingBytes'] as const)
      expect(layers.reduce((sum, each) => sum + each[key], 0)).toBe(total[key])
    expect(layers.reduce((sum, each) => sum + each.share.macs, 0)).toBeCloseTo(1, 12)
    expect(total.share).toEqual({ parameters: 1, macs: 1, flops: 1, memory: 1 })
  })

  it('gives the receptive field of a window in the middle of nothing, as far as it is from the edge', () => {
    // Without padding the first 3×3 looks at pixel 1; pooling moves on half a pixel: (1 + 2) ÷ 2 = 1.5.
    const valid = [picture, layer('conv', 'conv2d', { filters: 1, kernelSize: 3 }), pool]
    const [, first, second] = sheetOf(drawing(valid, 'image > conv > pool')).layers
    expect(first?.field?.centre).toEqual([1, 1])
    expect(second?.field).toEqual({ size: [4, 4], stride: [2, 2], centre: [1.5, 1.5] })
    // Stride 2 of TensorFlow's SAME on 8 pixels pads below and right only: it begins at pixels 0 to 2.
    const strided = layer('conv', 'conv2d', {
      filters: 1,
      kernelSize: 3,
      strides: 2,
      padding: 'same',
    })
    const [, third] = sheetOf(drawing([picture, strided], 'image > conv')).layers
    expect(third?.field).toEqual({ size: [3, 3], stride: [2, 2], centre: [1, 1] })
  })

  it('counts AlexNet’s 659,272 neurons, layer by layer those of the paper', () => {
    const stack = (id: string, filters: number, kernelSize: number, rest = {}) =>
      layer(id, 'conv2d', { filters, kernelSize, ...rest })
    const pooled = (id: string) => layer(id, 'maxPooling2d', { poolSize: 3, strides: 2 })
    const alexnet = [
      layer('image', 'input', { shape: [227, 227, 3] }),
      stack('c1', 96, 11, { strides: 4 }),
      pooled('p1'),
      stack('c2', 256, 5, { padding: 2 }),
      pooled('p2'),
      stack('c3', 384, 3, { padding: 1 }),
      stack('c4', 384, 3, { padding: 1 }),
      stack('c5', 256, 3, { padding: 1 }),
      pooled('p5'),
      layer('flat', 'flatten'),
      ...[4096, 4096, 1000].map((units, index) => layer(`f${index + 6}`, 'dense', { units })),
    ]
    const { total } = sheetOf(drawing(alexnet, alexnet.map(({ id }) => id).join(' > ')))
    // FACTS: 62,378,344 parameters, 1,135,256,096 products, 659,272 units.
    expect(total).toMatchObject({ trainable: 62_378_344, macs: 1_135_256_096, units: 659_272 })
  })
})

describe('the sheet of a network of blocks', () => {
  const sheet = sheetOf(template('resnet-20'))

  it('has a row for every use and every repetition, which add up', () => {
    const ids = sheet.blocks.map(({ id }) => id)
    expect(ids.slice(0, 5)).toEqual(['stage1', 'stage1/0', 'stage1/1', 'stage1/2', 'stage2'])
    expect(ids).toHaveLength(12)
    const stage = sheet.blocks.find(({ id }) => id === 'stage2')
    const parts = sheet.blocks.filter(({ id }) => id.startsWith('stage2/'))
    expect(parts.reduce((sum, { macs }) => sum + macs, 0)).toBe(stage?.macs)
    expect(stage).toMatchObject({ type: 'block', outputShapes: [[16, 16, 32]] })
    // Two 3×3 convolutions of 16 channels with a batch normalization each, three times: 6·(9·16·16 + 2·16).
    expect(sheet.blocks[0]?.trainable).toBe(6 * (9 * 16 * 16 + 32))
  })

  it('folds at a depth, and counts the same', () => {
    const shallow = foldCosts(sheet, 1)
    expect(shallow.map(({ id }) => id)).toEqual([
      ...['image', 'conv', 'norm', 'relu', 'stage1', 'stage2', 'stage3', 'pool', 'scores'],
    ])
    expect(foldCosts(sheet, 2).length).toBe(15)
    expect(foldCosts(sheet, 3)).toEqual(sheet.layers)
    const sum = (rows: typeof shallow) => rows.reduce((all, { trainable }) => all + trainable, 0)
    expect(sum(shallow)).toBe(272_474)
    expect(sum(foldCosts(sheet, 2))).toBe(272_474)
  })
})
