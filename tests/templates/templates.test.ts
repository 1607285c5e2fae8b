import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { analyse } from '../../shared/graph/analyse.ts'
import { allTemplates, findTemplate, templates } from '../../templates/index.ts'
import { instantiate, parseSizes, TemplateError } from '../../templates/instantiate.ts'

/** A convolution's multiply-accumulates: side² × filters × window² × channels. */
const conv = (side: number, filters: number, window: number, channels: number) =>
  side ** 2 * filters * window ** 2 * channels

/** A ResNet for 32×32 pictures with n blocks a stage; every 3×3 but the first of a stage costs the same. */
const resnetMacs = (n: number) =>
  conv(32, 16, 3, 3) +
  2 * n * conv(32, 16, 3, 16) +
  conv(16, 32, 3, 16) +
  (2 * n - 1) * conv(16, 32, 3, 32) +
  conv(16, 32, 1, 16) +
  conv(8, 64, 3, 32) +
  (2 * n - 1) * conv(8, 64, 3, 64) +
  conv(8, 64, 1, 32) +
  64 * 10

const networkOf = (name: string) => analyse(instantiate(name))

describe('the templates', () => {
  // Published figures and hand arithmetic; trainable parameters where there is batch normalization.
  it.each([
    ['lenet', 61_706, 416_520],
    ['lenet-5', 61_706, 416_520],
    ['mlp', 784 * 128 + 128 + 128 * 128 + 128 + 128 * 10 + 10, 784 * 128 + 128 * 128 + 128 * 10],
    [
      'cnn-32',
      5 * 5 * 3 * 32 + 32 + 5 * 5 * 32 * 64 + 64 + 4096 * 128 + 128 + 1290,
      conv(32, 32, 5, 3) + conv(16, 64, 5, 32) + 4096 * 128 + 128 * 10,
    ],
    [
      'parameter-exercise',
      9472 + 73_856 + 102_761_472 + 10_250,
      conv(112, 64, 7, 3) + conv(56, 128, 3, 64) + 28 * 28 * 128 * 1024 + 1024 * 10,
    ],
    [
      'fashion-cnn',
      416 + 32 + 12_832 + 64 + 15_690,
      conv(28, 16, 5, 1) + conv(14, 32, 5, 16) + 7 * 7 * 32 * 10,
    ],
    ['resnet-20', 272_474, resnetMacs(3)],
    ['resnet-56', 855_770, resnetMacs(9)],
    ['resnet-110', 1_730_714, resnetMacs(18)],
  ])('%s has %d trainable parameters and %d multiply-accumulates', (name, trainable, macs) => {
    const { totals } = networkOf(name)
    expect([totals.trainable, totals.macs, totals.complete]).toEqual([trainable, macs, true])
  })

  it.each(allTemplates.map(template => template.name))('%s has no errors and no warnings', name => {
    const problems = networkOf(name).problems.filter(problem => problem.severity !== 'hint')
    expect(problems.map(problem => problem.message)).toEqual([])
  })

  it('have the shapes that the course names', () => {
    const shapes = (name: string) =>
      networkOf(name).layers.map(layer => layer.outputShapes?.[0]?.join('×'))
    expect(shapes('cnn-32')).toEqual([
      '32×32×3',
      '32×32×32',
      '16×16×32',
      '16×16×64',
      '8×8×64',
      '4096',
      '128',
      '10',
    ])
    expect(shapes('lenet-5')).toEqual([
      '32×32×1',
      '28×28×6',
      '14×14×6',
      '10×10×16',
      '5×5×16',
      '1×1×120',
      '120',
      '84',
      '10',
    ])
    expect(shapes('parameter-exercise').slice(1, 5)).toEqual([
      '112×112×64',
      '56×56×64',
      '56×56×128',
      '28×28×128',
    ])
  })

  it('are listed in one place: no file in the folder is missing', () => {
    const notTemplates = ['index.ts', 'instantiate.ts', 'template.ts']
    const files = readdirSync(new URL('../../templates', import.meta.url)).filter(
      file => file.endsWith('.ts') && !notTemplates.includes(file),
    )
    expect(files.length).toBe(templates.length)
    expect(new Set(allTemplates.map(template => template.name)).size).toBe(allTemplates.length)
  })

  it('are found by name, variants too', () => {
    expect(findTemplate('resnet-56')?.document.name).toBe('ResNet-56')
    expect(findTemplate('resnet')).toBeUndefined()
  })
})

describe('a document from a template', () => {
  it('takes other sizes, classes and parameters', () => {
    const document = instantiate('resnet-20', {
      input: [64, 64, 1],
      classes: 5,
      set: { width: '8', blocksPerStage: '=1 + 1' },
    })
    const network = analyse(document)
    expect(network.layers[0]?.outputShapes).toEqual([[64, 64, 1]])
    expect(network.layers.at(-1)?.outputShapes).toEqual([[5]])
    expect(network.layers.filter(layer => layer.type === 'add')).toHaveLength(6)
  })

  it('leaves the template as it was', () => {
    instantiate('lenet', { classes: 3 })
    expect(findTemplate('lenet')?.document.parameters).toEqual({ classes: 10 })
  })

  it.each([
    [() => instantiate('lenett'), /^There is no template lenett\. The nearest is lenet\./],
    [
      () => instantiate('lenet', { set: { clases: '3' } }),
      'lenet has no parameter clases. The nearest is classes. It has classes.',
    ],
    [
      () => instantiate('lenet', { set: { classes: 'ten' } }),
      'classes of lenet is 10 by default, and "ten" is of another kind. Give a number.',
    ],
    [
      () => instantiate('lenet', { set: { classes: '=2*' } }),
      'classes=2*: the expression ends where a number or a name belongs (column 4).',
    ],
    [
      () => instantiate('lenet', { set: { classes: '=2*n' } }),
      'classes=2*n uses n, which is no parameter. Known are classes.',
    ],
    [
      () => instantiate('lenet', { classes: 2.5 }),
      'The number of classes is 2.5; it must be a whole number of at least 1.',
    ],
    [
      () => instantiate('lenet', { input: [28, 28] }),
      'lenet reads 3 sizes, as in 28x28x1, and the input 28x28 has 2. Write height, width and channels.',
    ],
    [
      () => parseSizes('28xx1'),
      'The input 28xx1 is no list of sizes. Write whole numbers of at least 1, as in 32x32x3.',
    ],
  ])('refuses what it cannot do, in a sentence', (run, message) => {
    expect(run).toThrow(TemplateError)
    expect(run).toThrow(message)
  })

  it('reads sizes as the command line writes them', () => {
    expect(parseSizes('32x32x3')).toEqual([32, 32, 3])
    expect(parseSizes('100')).toEqual([100])
  })
})
