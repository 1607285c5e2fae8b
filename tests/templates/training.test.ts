// Every template takes a training step: at a small size, every weight that it trains gets a gradient.
import { expect, it } from 'vitest'
import { findTemplate, templates } from '../../templates/index.ts'
import { instantiate, type Wishes } from '../../templates/instantiate.ts'
import { gradientsOf } from './gradients.ts'

const square = (size: number, set: Record<string, string> = {}): Wishes => ({
  input: [size, size, 3],
  set,
})
const oneEach = { blocks1: '1', blocks2: '2', blocks3: '1', blocks4: '1' }

/** Sizes that keep each network's form and take about a second. */
const small: Readonly<Record<string, Wishes>> = {
  lenet: {},
  'lenet-5': {},
  mlp: {},
  cnn: {},
  'fashion-cnn': {},
  'cnn-32': {},
  'parameter-exercise': square(32),
  'resnet-20': square(16),
  'plain-20': square(16),
  'wide-resnet-28-10': square(16, { blocksPerStage: '2', widen: '1' }),
  autoencoder: {},
  siamese: {},
  unet: square(32, { width: '2' }),
  alexnet: square(67, { hidden: '16' }),
  'alexnet-two-towers': square(67, { hidden: '16', order: 'pool-first' }),
  zfnet: square(64, { hidden: '16' }),
  nin: square(67, { width: '12' }),
  'vgg-11': square(32, { width: '4', hidden: '16' }),
  'inception-module': { input: [8, 8, 16] },
  'inception-module-naive': { input: [8, 8, 16] },
  googlenet: square(32),
  'googlenet-auxiliary': square(65),
  'googlenet-bn': square(32, { factorized: 'true', asymmetric: 'true', residual: 'true' }),
  'inception-v3': square(75),
  xception: square(40, { middleBlocks: '1' }),
  'resnet-18': square(32, { width: '4', shortcut: 'zero-pad' }),
  'resnet-50': square(32, { ...oneEach, strideIn: '1x1' }),
  'resnet-v2-50': square(32, oneEach),
  'resnext-50-32x4d': square(32, oneEach),
  'se-resnet-50': square(32, oneEach),
  'cbam-resnet-50': square(32, oneEach),
  'densenet-121': square(32, {
    growth: '4',
    layers1: '2',
    layers2: '2',
    layers3: '2',
    layers4: '2',
  }),
  squeezenet: square(48),
  mobilenet: square(32, { width: '0.25' }),
  'mobilenet-v2': square(32, { width: '0.25' }),
  'mobilenet-v3-large': square(32, { width: '0.25' }),
  'shufflenet-v2': square(32, { channels: '8', lastChannels: '16' }),
  'efficientnet-b0': square(32, { width: '0.25' }),
  'convnext-tiny': square(32, { ...oneEach, width: '8' }),
  'vit-tiny-16': square(32, { width: '24', depth: '2' }),
  'darknet-19': square(64, { width: '4' }),
  c3d: { input: [16, 32, 32, 3], set: { width: '4', hidden: '16' } },
}

/**
 * What changes nothing, so that its gradient is 0 but for rounding: a number added to every key moves
 * all scores of a query alike, which softmax does not see; and a shift that reaches the next batch
 * normalization through a 1×1 convolution and sums only is subtracted there again.
 */
const needless: Readonly<Record<string, RegExp>> = {
  'vit-tiny-16': /\/keyBias$/,
  'mobilenet-v2': /\/norm3\/beta$/,
  'mobilenet-v3-large': /\/norm3\/beta$/,
  'efficientnet-b0': /\/norm3\/beta$/,
  'shufflenet-v2': /\/(norm2|sideNorm1)\/beta$/,
}

it('is tried with every template', () => {
  expect(templates.map(({ name }) => name).filter(name => !small[name])).toEqual([])
})

it.each(Object.entries(small))(
  '%s trains every weight',
  async (name, wishes) => {
    const hasClasses = findTemplate(name)?.document.parameters?.classes !== undefined
    const document = instantiate(name, { ...wishes, ...(hasClasses && { classes: 5 }) })
    const { loss, trainable, byWeight } = await gradientsOf(document)
    expect(Number.isFinite(loss)).toBe(true)
    expect([...byWeight.keys()].sort()).toEqual([...trainable].sort())
    const infinite = [...byWeight].filter(([, { finite }]) => !finite).map(([weight]) => weight)
    expect(infinite).toEqual([])
    const still = [...byWeight].filter(([, { largest }]) => largest === 0).map(([weight]) => weight)
    expect(still.filter(weight => !needless[name]?.test(weight))).toEqual([])
  },
  60_000,
)
