// What the linter says of layers that prepare data: a drawing in which it finds something, and one that is sound.
import { describe, expect, it } from 'vitest'
import { applyFix } from '../../../shared/document/fixes.ts'
import type { DocumentNode, NetworkDocument, Training } from '../../../shared/document/types.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import { drawing, layer } from './drawing.ts'

const pictures: Training = {
  dataset: { kind: 'glyphs' },
  loss: 'categoricalCrossentropy',
  optimizer: { kind: 'sgd', learningRate: 0.1 },
  epochs: 1,
  batchSize: 32,
  seed: 1,
}
const bytes: Training = { ...pictures, dataset: { kind: 'npz', path: 'x.npz' } }
const standardized: Training = { ...pictures, standardize: true }

const image = layer('image', 'input', { shape: [8, 8, 3] })
const conv = layer('conv', 'conv2d', { filters: 4, kernelSize: 3 })
const flip = layer('flip', 'randomFlip')
const contrast = (range?: number[]) =>
  layer('contrast', 'randomContrast', { factor: 0.2, ...(range && { valueRange: range }) })
const rescale = layer('rescale', 'rescaling', { scale: '=1/255' })
const normalize = layer('normalize', 'normalization')

function chain(training: Training, ...nodes: DocumentNode[]): NetworkDocument {
  return drawing(nodes, nodes.map(node => node.id).join(' > '), { training })
}

function found(document: NetworkDocument, code: string) {
  return analyse(document).problems.filter(problem => problem.code === code)
}

const findings: readonly (readonly [
  code: string,
  says: string,
  wrong: NetworkDocument,
  sound: NetworkDocument,
])[] = [
  [
    'late-preprocessing',
    'what conv has learnt',
    chain(pictures, image, conv, flip),
    chain(pictures, image, flip, conv),
  ],
  [
    'late-preprocessing',
    'what conv has learnt',
    chain(pictures, image, conv, layer('flat', 'flatten'), layer('mix', 'mixUp')),
    chain(pictures, image, layer('flat', 'flatten'), layer('mix', 'mixUp')),
  ],
  [
    'value-range',
    'takes them for 0…255',
    chain(pictures, image, contrast(), conv),
    chain(pictures, image, contrast([0, 1]), conv),
  ],
  [
    'value-range',
    'not their range',
    chain(standardized, image, contrast([0, 1]), conv),
    chain(pictures, image, contrast([0, 1]), normalize, conv),
  ],
  [
    'scaled-twice',
    '0…0.0039',
    chain(pictures, image, rescale, conv),
    chain(bytes, image, rescale, conv),
  ],
  [
    'scaled-twice',
    'changes nothing',
    chain(standardized, image, flip, normalize, conv),
    chain(pictures, image, flip, normalize, conv),
  ],
]

describe.each(findings)('%s: %s', (code, says, wrong, sound) => {
  it('is found at the layer, and not where all is well', () => {
    const problems = found(wrong, code)
    expect(problems.map(({ severity }) => severity)).toEqual(['hint'])
    expect(problems[0]?.message).toContain(says)
    expect(found(sound, code)).toEqual([])
  })

  it('is gone after each of its fixes', () => {
    for (const fix of found(wrong, code).flatMap(({ fixes }) => fixes))
      expect(found(applyFix(wrong, fix), code)).toEqual([])
  })
})

describe('numbers of a layer', () => {
  const problemsOf = (type: string, params: DocumentNode['params'], shape = [8, 8, 3]) =>
    analyse(
      drawing([layer('image', 'input', { shape }), layer('x', type, params)], 'image > x'),
    ).problems.map(({ severity, code, message }) => `${severity} ${code}: ${message}`)

  it.each([
    ['randomRotation', { factor: 'far' }, 'must be a number from -1 to 1, or a list of two'],
    ['randomRotation', { factor: [0, 0.1, 0.2] }, 'a list of two: [low, high]'],
    ['randomZoom', { heightFactor: -1 }, 'must be a number from -0.99 to 1'],
    ['randomBrightness', { factor: 0.1, valueRange: [1, 0] }, 'the lower one first'],
    ['rescaling', { scale: [1, 2] }, 'scale has 2 numbers, and the input has 3 channels'],
    ['normalization', { mean: 0.5 }, 'A mean is given and no variance'],
    ['normalization', { mean: [1, 2], variance: [1, 2] }, 'mean has 2 numbers'],
    ['normalization', { axis: 0 }, 'Axis 0 is the batch'],
    ['randomErasing', { fillValue: [1, 2] }, 'fillValue has 2 numbers'],
    ['randomFlip', { mode: 'sideways' }, 'must be one of horizontal, vertical'],
  ] as const)('%s with %j is refused', (type, params, says) => {
    const [first = ''] = problemsOf(type, params as unknown as DocumentNode['params'])
    expect(first).toMatch(/^error /)
    expect(first).toContain(says)
  })

  it('are of colours only where there are three channels', () => {
    const hue = { hueFactor: 0.1 }
    expect(problemsOf('randomColorJitter', hue, [8, 8, 1])[0]).toContain('the input has 1 channel')
    expect(problemsOf('randomColorJitter', { brightnessFactor: 0.1 }, [8, 8, 1])).toEqual([])
    expect(problemsOf('randomColorJitter', hue)).toEqual([])
  })
})
