import { describe, expect, it } from 'vitest'
import { analyse } from '../../shared/graph/analyse.ts'
import { allTemplates, findTemplate } from '../../templates/index.ts'
import { instantiate, parseSizes, TemplateError } from '../../templates/instantiate.ts'

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

  it('takes a word for the parameters behind it', () => {
    expect(instantiate('resnet-20', { set: { shortcut: 'none' } }).parameters).toMatchObject({
      residual: false,
    })
    const pad = instantiate('resnet-20', { set: { shortcut: 'zero-pad' } })
    expect(pad.parameters).toMatchObject({ residual: true, projection: false })
  })

  it('sets the parameters that say the sizes of the input, and keeps the drawing', () => {
    const small = instantiate('efficientnet-b0', { input: [64, 64, 1] })
    expect(small.parameters).toMatchObject({ size: 64 })
    expect(small.nodes[0]?.params).toEqual({ shape: ['=size', '=size', 1] })
    const wide = instantiate('shufflenet-v2', { input: [64, 96, 3] })
    expect(wide.parameters).toMatchObject({ height: 64, width: 96 })
  })

  it('writes sizes as numbers where the parameters cannot say them', () => {
    const wide = instantiate('efficientnet-b0', { input: [64, 96, 3] })
    expect(wide.nodes[0]?.params).toEqual({ shape: [64, 96, 3] })
    expect(wide.parameters).not.toHaveProperty('size')
    expect(analyse(wide).problems.filter(({ code }) => code === 'unused-parameter')).toEqual([])
  })

  it('gives two inputs that are written alike the same sizes', () => {
    const { layers } = analyse(instantiate('siamese', { input: [20, 20, 3] }))
    const inputs = layers.filter(({ type }) => type === 'input')
    expect(inputs.map(({ outputShapes }) => outputShapes?.[0])).toEqual([
      [20, 20, 3],
      [20, 20, 3],
    ])
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
      () => instantiate('efficientnet-b0', { input: [64] }),
      'efficientnet-b0 reads 3 sizes, as in 224x224x3, and the input 64 has 1. Write height, width and channels.',
    ],
    [
      () => instantiate('resnet-50', { set: { shortcut: 'zeropad' } }),
      'shortcut of resnet-50 is one of projection, zero-pad, none, and "zeropad" is none of them.',
    ],
    [
      () => instantiate('resnet-18', { set: { shortcutt: 'none' } }),
      /^resnet-18 has no parameter shortcutt\. The nearest is shortcut\. It has blocks1, .*, shortcut\.$/,
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

/** A window that does not fit, sides that do not halve evenly, and maps that no longer join. */
const explained = ['window-too-large', 'reshape-differs', 'shapes-differ', 'parameter']

describe('an input that is too small', () => {
  const sizes = (input: readonly number[], size: number) => [
    ...input.slice(0, -1).map(() => size),
    input.at(-1) ?? 1,
  ]

  it.each(allTemplates.map(({ name }) => name))('is explained by %s, or fits', name => {
    const { inputs, byId } = analyse(instantiate(name))
    const input = byId.get(inputs[0] ?? '')?.outputShapes?.[0] ?? []
    for (const size of [1, 8, 20]) {
      const network = analyse(instantiate(name, { input: sizes(input, size) }))
      const errors = network.problems.filter(
        ({ severity, about }) => severity === 'error' && about !== 'data',
      )
      // With a layer that does not fit, and only then, the network has no size at its end.
      expect(network.totals.complete, `${size}`).toBe(errors.length === 0)
      for (const { message, node, code } of errors) {
        expect(node, message).not.toBeNull()
        expect(explained, message).toContain(code)
        expect(message).toMatch(/\d/)
      }
    }
  })

  it.each(allTemplates.map(({ name }) => name))('%s takes other classes where it has any', name => {
    const document = findTemplate(name)?.document
    if (document?.parameters?.classes === undefined) {
      expect(() => instantiate(name, { classes: 7 })).toThrow(`${name} has no parameter classes.`)
      return
    }
    const { outputs, byId } = analyse(instantiate(name, { classes: 7 }))
    for (const id of outputs) expect(byId.get(id)?.outputShapes?.[0]?.at(-1)).toBe(7)
  })
})
