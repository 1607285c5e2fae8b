// Published figures and arithmetic by hand: trainable parameters, multiply-accumulates, receptive fields.
import { describe, expect, it } from 'vitest'
import { setParam } from '../../shared/document/edits.ts'
import type { Json } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { instantiate, type Wishes } from '../../templates/instantiate.ts'

/** A convolution's multiply-accumulates: side² × filters × window² × channels. */
const conv = (side: number, filters: number, window: number, channels: number) =>
  side ** 2 * filters * window ** 2 * channels

/** A ResNet for 32×32 pictures with n blocks a stage; every 3×3 but the first of a stage costs the same. */
const resnetMacs = (n: number, projection = true) =>
  conv(32, 16, 3, 3) +
  2 * n * conv(32, 16, 3, 16) +
  conv(16, 32, 3, 16) +
  (2 * n - 1) * conv(16, 32, 3, 32) +
  conv(8, 64, 3, 32) +
  (2 * n - 1) * conv(8, 64, 3, 64) +
  (projection ? conv(16, 32, 1, 16) + conv(8, 64, 1, 32) : 0) +
  64 * 10

/** A network in network: window, channels in and out; two 1×1 convolutions follow each. */
const nin = [
  [11, 3, 96],
  [5, 96, 256],
  [3, 256, 384],
  [3, 384, 1000],
].reduce((sum, [f = 1, c = 1, n = 1]) => sum + f * f * c * n + n + 2 * (n * n + n), 0)

/** Darknet-19 by its table: window, channels in and out of its eighteen normalised convolutions. */
const darknetConvs = [
  [3, 3, 32],
  [3, 32, 64],
  ...[128, 256].flatMap(n => [
    [3, n / 2, n],
    [1, n, n / 2],
    [3, n / 2, n],
  ]),
  ...[512, 1024].flatMap(n => [
    [3, n / 2, n],
    [1, n, n / 2],
    [3, n / 2, n],
    [1, n, n / 2],
    [3, n / 2, n],
  ]),
]
const darknet =
  darknetConvs.reduce((sum, [f = 1, c = 1, n = 1]) => sum + f * f * c * n + 2 * n, 0) +
  1024 * 1000 +
  1000

const of = (name: string, wishes: Wishes = {}) => analyse(instantiate(name, wishes))
const set = (parameters: Record<string, string>): Wishes => ({ set: parameters })

describe('parameters and multiply-accumulates', () => {
  it.each([
    ['lenet', 61_706, 416_520],
    ['lenet-5', 61_706, 416_520],
    ['mlp', 784 * 128 + 128 + 128 * 128 + 128 + 128 * 10 + 10, 784 * 128 + 128 * 128 + 128 * 10],
    [
      'cnn',
      320 + 9 * 32 * 64 + 64 + 49 * 64 * 128 + 128 + 1290,
      conv(28, 32, 3, 1) + conv(14, 64, 3, 32) + 49 * 64 * 128 + 1280,
    ],
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
    ['plain-20', 269_722, resnetMacs(3, false)],
    ['plain-56', 853_018, resnetMacs(9, false)],
    ['alexnet', 62_378_344, 1_135_256_096],
    ['alexnet-two-towers', 60_965_224, 724_406_816],
    ['resnet-18', 11_689_512, 1_814_073_344],
    ['resnet-34', 21_797_672, 3_663_761_408],
    ['resnet-50', 25_557_032, 4_089_184_256],
    ['resnet-101', 44_549_160, 7_801_405_440],
    ['resnet-152', 60_192_808, 11_513_626_624],
  ])('%s has %d trainable parameters and %d multiply-accumulates', (name, trainable, macs) => {
    const { totals } = of(name)
    expect([totals.trainable, totals.macs, totals.complete]).toEqual([trainable, macs, true])
  })

  it.each([
    ['vgg-11', 132_863_336, 7.609],
    ['vgg-13', 133_047_848, 11.308],
    ['vgg-16', 138_357_544, 15.47],
    ['vgg-19', 143_667_240, 19.632],
    ['googlenet', 6_998_552, 1.583],
    ['vit-base-16', 86_567_656, 17.564],
    ['resnext-50-32x4d', 25_028_904, 4.23],
    ['densenet-121', 7_978_856, 2.834],
    ['mobilenet', 4_231_976, 0.569],
    ['mobilenet-v2', 3_504_872, 0.301],
    ['efficientnet-b0', 5_288_548, 0.386],
  ])('%s has %d trainable parameters and %f billion multiply-accumulates', (name, trainable, g) => {
    const { totals } = of(name)
    expect([totals.trainable, totals.complete]).toEqual([trainable, true])
    expect(Math.round(totals.macs / 1e6) / 1e3).toBe(g)
  })

  it.each([
    ['nin', nin],
    ['zfnet', 62_357_608],
    ['googlenet-auxiliary', 13_378_280],
    ['darknet-19', darknet],
    ['vit-tiny-16', 5_717_416],
    ['convnext-tiny', 28_589_128],
    ['resnet-v2-50', 25_549_352],
    ['wide-resnet-28-10', 36_479_194],
    ['se-resnet-50', 28_088_024],
    ['cbam-resnet-50', 28_089_624],
    ['efficientnet-b1', 7_794_184],
    ['efficientnet-b2', 9_109_994],
    ['efficientnet-b4', 19_341_616],
    ['efficientnet-b5', 30_389_784],
    ['efficientnet-b6', 43_040_704],
    ['efficientnet-b7', 66_347_960],
    ['squeezenet', 1_248_424],
    ['inception-v3', 23_817_352],
    ['xception', 22_855_952],
    ['mobilenet-v3-large', 5_483_032],
    ['shufflenet-v2', 2_278_604],
    // Grey pictures, two classes: the figure of the original network.
    ['unet', 31_030_658],
    ['c3d', 79_991_015],
  ])('%s has %d trainable parameters', (name, trainable) => {
    const { totals } = of(name)
    expect([totals.trainable, totals.complete]).toEqual([trainable, true])
  })

  it.each([
    ['vgg-11', { input: [224, 224, 1], classes: 10 }, 128_806_154],
    ['vgg-11', { input: [96, 96, 1], classes: 10 }, 44_920_074],
    ['c3d', { classes: 101 }, 78_409_573],
    ['resnet-20', set({ shortcut: 'zero-pad' }), 269_722],
    ['resnet-56', set({ shortcut: 'zero-pad' }), 853_018],
    ['resnet-110', set({ shortcut: 'zero-pad' }), 1_727_962],
    ['resnet-110', set({ shortcut: 'none' }), 1_727_962],
  ] as const)('%s with %o has %d trainable parameters', (name, wishes, trainable) => {
    expect(of(name, wishes).totals.trainable).toBe(trainable)
  })

  it.each([
    ['resnet-50', 3_857_973_248],
    ['resnet-101', 7_570_194_432],
    ['resnet-152', 11_282_415_616],
  ])('%s with the stride in the first 1×1 has %d multiply-accumulates', (name, macs) => {
    const { totals } = of(name, set({ strideIn: '1x1' }))
    expect(totals.macs).toBe(macs)
    expect(totals.trainable).toBe(of(name).totals.trainable)
  })

  it('makes 3.6 billion of ResNet-34 with shortcuts of zeros, as the paper’s table says', () => {
    const { totals } = of('resnet-34', set({ shortcut: 'zero-pad' }))
    expect((totals.macs / 1e9).toFixed(1)).toBe('3.6')
  })

  it('counts the inception module at 28×28×256 naive and reduced', () => {
    const millions = (name: string) => (of(name).totals.macs / 1e6).toFixed(1)
    expect([millions('inception-module-naive'), millions('inception-module')]).toEqual([
      '854.2',
      '271.4',
    ])
  })
})

describe('what the course says beside', () => {
  it('AlexNet has 659,272 units, sees 195 pixels, and its parameters sit in the dense layers', () => {
    const { layers, totals } = of('alexnet')
    const units = layers.flatMap(({ type, outputShapes }) =>
      type === 'conv2d' || type === 'dense' ? (outputShapes ?? []) : [],
    )
    const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b)
    expect(units.reduce((sum, shape) => sum + size(shape), 0)).toBe(659_272)
    expect(layers.findLast(({ id }) => id === 'pool5')?.receptiveField).toEqual([195, 195])
    const dense = layers.filter(({ type }) => type === 'dense')
    const share = (all: number, part: number) => Math.round((100 * part) / all)
    const parameters = dense.reduce((sum, layer) => sum + layer.parameterCount, 0)
    const macs = dense.reduce((sum, layer) => sum + layer.macs, 0)
    expect([share(totals.parameters, parameters), share(totals.macs, totals.macs - macs)]).toEqual([
      94, 95,
    ])
  })

  it('AlexNet does not tile 224 pixels, and says so; padding 1 before and 2 after fits', () => {
    const document = instantiate('alexnet', { input: [224, 224, 3] })
    const unread = (padding?: Json) =>
      analyse(padding === undefined ? document : setParam(document, 'conv1', 'padding', padding))
        .problems.filter(({ code, node }) => code === 'unread-pixels' && node === 'conv1')
        .map(({ message }) => message)
    expect(unread()).toEqual([expect.stringContaining('(224 − 11 + 0) ÷ 4 + 1 = 54.25')])
    const sides = [
      [1, 2],
      [1, 2],
    ]
    expect(unread(sides)).toEqual([])
    const padded = analyse(setParam(document, 'conv1', 'padding', sides))
    expect(padded.byId.get('conv1')?.outputShapes).toEqual([[55, 55, 96]])
  })

  it('AlexNet normalises before it pools, or after', () => {
    const order = (word: string) =>
      of('alexnet', set({ order: word }))
        .layers.slice(1, 4)
        .map(({ type }) => type)
    expect(order('paper')).toEqual(['conv2d', 'localResponseNormalization', 'maxPooling2d'])
    expect(order('pool-first')).toEqual(['conv2d', 'maxPooling2d', 'localResponseNormalization'])
  })

  it('the heads of GoogLeNet have 3,188,840 and 3,190,888 parameters', () => {
    const { layers } = of('googlenet-auxiliary')
    const head = (id: string) =>
      layers
        .filter(layer => layer.id.startsWith(`${id}/`))
        .reduce((sum, { parameterCount }) => sum + parameterCount, 0)
    expect([head('auxiliary1'), head('auxiliary2')]).toEqual([3_188_840, 3_190_888])
  })

  it.each([
    [{}, 1],
    [{ auxiliary: 'true' }, 65],
    [{ globalPooling: 'false' }, 193],
  ])(
    'GoogLeNet with %o takes pictures from %d pixels on, and says what does not fit',
    (own, least) => {
      const errors = (size: number) =>
        of('googlenet', { input: [size, size, 3], set: own }).problems.filter(
          ({ severity }) => severity === 'error',
        )
      expect(errors(least)).toEqual([])
      if (least === 1) return
      const [error, ...others] = errors(least - 1)
      expect(others.length).toBeLessThan(2)
      expect(error?.code).toBe('window-too-large')
      expect(error?.message).toMatch(/window does not fit into an? \d×\d input/)
      expect(error?.fixes.length).toBeGreaterThan(0)
    },
  )

  it('ViT-B/16 has 16.849 billion multiply-accumulates without those of attention', () => {
    const { layers, totals } = of('vit-base-16')
    const blocks = layers.filter(({ type }) => type === 'multiHeadAttention').length
    expect(blocks).toBe(12)
    const products = blocks * 2 * 197 * 197 * 768
    expect(Math.round((totals.macs - products) / 1e6) / 1e3).toBe(16.849)
  })

  it('VGG-16 sees 212 pixels at the end', () => {
    const { layers } = of('vgg-16')
    expect(layers.findLast(({ id }) => id === 'stage5/pool')?.receptiveField).toEqual([212, 212])
  })

  it('a bottleneck of 256 channels has 69,632 weights in its convolutions', () => {
    const second = of('resnet-50').layers.filter(({ id }) => id.startsWith('stage1/1/'))
    const convs = second.filter(({ type }) => type === 'conv2d')
    expect(convs.reduce((sum, { parameterCount }) => sum + parameterCount, 0)).toBe(69_632)
  })

  it('sizes of the cnn follow its parameters', () => {
    const network = of('cnn', {
      input: [32, 32, 3],
      classes: 7,
      set: {
        stages: '3',
        convsPerStage: '2',
        filters: '8',
        hidden: '20',
        normalization: 'true',
        pooling: 'average',
      },
    })
    const norms = 4 * (8 + 8 + 16 + 16 + 24 + 24)
    const convs = 9 * (3 * 8 + 8 * 8 + 8 * 16 + 16 * 16 + 16 * 24 + 24 * 24)
    const dense = 4 * 4 * 24 * 20 + 20 + 20 * 7 + 7
    expect(network.totals.parameters).toBe(norms + convs + dense)
    expect(network.layers.filter(({ type }) => type === 'averagePooling2d')).toHaveLength(3)
    expect(network.layers.filter(({ type }) => type === 'maxPooling2d')).toHaveLength(0)
  })
})
