import { call } from '../emit/call.ts'
import {
  biasWeight,
  explainMacs,
  explainParameters,
  joined,
  trainable,
  useBias,
} from './convolution.ts'
import { defineLayer, LayerError, type Mend, type Shape } from './define.ts'
import { int } from './parameters.ts'
import { product, times, withArticle } from './sizes.ts'
import { code, form, learns, nn } from './torch.ts'
import { transposed, weight } from './torch-weights.ts'
import { said, weightParameters } from './weight-parameters.ts'

export const patchEmbedding = defineLayer({
  type: 'patchEmbedding',
  label: 'Patch embedding',
  group: 'attention',
  help: 'Cuts a picture into patches that do not overlap and maps each to a vector: a p×p convolution with stride p, its positions in one row. H×W×C becomes (H÷p)·(W÷p) × d. Parameters p·p·C·d + d. Dosovitskiy et al., 2020.',
  inputs: 'one',
  params: {
    patchSize: int('Patch size', 16, { help: 'Pixels on each side of a patch.', required: true }),
    hiddenDim: int('Vector size', 64, { required: true }),
    useBias,
    ...weightParameters('kernel', 'Kernel', 'glorotUniform'),
    ...weightParameters('bias', 'Bias', 'zeros'),
    trainable,
  },
  starts: { patchSize: 4, hiddenDim: 64 },
  shape: (p, [x]) => [product(patches(x, p.patchSize)), p.hiddenDim],
  weights: (p, [x]) => ({
    kernel: {
      shape: kernelShape(p, x),
      ...said('kernel', p),
      trainable: p.trainable,
      decay: true,
    },
    ...biasWeight(p, p.hiddenDim),
  }),
  macs: (p, [x]) => product(patches(x, p.patchSize)) * product(kernelShape(p, x)),
  reach: () => null,
  remarks: (p, [x]) => {
    const [height = 0, width = 0] = x
    const [rows, columns] = [height % p.patchSize, width % p.patchSize]
    if (rows + columns === 0) return []
    return [
      {
        code: 'unread-pixels',
        severity: 'hint',
        message: `Patches of ${p.patchSize}×${p.patchSize} do not fill the ${times([height, width])} input: ${rows} rows and ${columns} columns at its end are never read.`,
        mends: dividing(p.patchSize, height, width),
      },
    ]
  },
  summary: p => joined(p.hiddenDim, `${p.patchSize}×${p.patchSize}`),
  explain: (p, [x]) => {
    const [rows, columns] = patches(x, p.patchSize)
    const kernel = kernelShape(p, x)
    const bias = p.useBias ? p.hiddenDim : 0
    return [
      {
        quantity: 'Patches',
        formula: `⌊${x[0]} ÷ ${p.patchSize}⌋·⌊${x[1]} ÷ ${p.patchSize}⌋`,
        result: (rows * columns).toLocaleString('en-US'),
      },
      explainParameters(
        `${kernel.join('·')}${bias > 0 ? ` + ${bias}` : ''}`,
        product(kernel) + bias,
      ),
      explainMacs([rows, columns, ...kernel].join('·'), rows * columns * product(kernel)),
    ]
  },
  lower: (g, p, [x], { output }) => {
    const picture = g.op('Conv2D', [g.compute(x), g.weight('kernel')], {
      strides: [1, p.patchSize, p.patchSize, 1],
      padding: 'VALID',
    })
    const biased = p.useBias ? g.op('BiasAdd', [picture, g.weight('bias')]) : picture
    return g.op('Reshape', [biased, g.constant([-1, ...output], { type: 'int32' })])
  },
  tfjs: (p, args, { output }) => {
    const { patchSize = p.patchSize, hiddenDim = p.hiddenDim, ...rest } = args
    const window = { filters: hiddenDim, kernelSize: patchSize, strides: patchSize }
    return [
      call('conv2d', { ...window, ...rest }, { weights: true }),
      call('reshape', { targetShape: output }),
    ]
  },
  keras: (p, args, { output }) => {
    const { patchSize = p.patchSize, hiddenDim = p.hiddenDim, ...rest } = args
    const window = { filters: hiddenDim, kernelSize: patchSize, strides: patchSize }
    return [
      call('Conv2D', { ...window, ...rest }, { weights: true }),
      call('Reshape', { targetShape: output }),
    ]
  },
  pytorch: (p, w, { inputs: [x = []] }) => {
    const list = [{ size: x[2] ?? 1 }, w.hiddenDim ?? 1, w.patchSize ?? 1]
    const args = { stride: w.patchSize ?? 1, bias: w.useBias ?? true }
    const weights = {
      weight: transposed('kernel', [3, 2, 0, 1]),
      ...(p.useBias && { bias: weight('bias') }),
    }
    const main = nn('Conv2d', list, args, { weights, ...learns(w) })
    const rows = code(text => `${text}.flatten(2).transpose(1, 2)`)
    return { ...form('first', main, rows), gives: 'last' }
  },
})

function kernelShape(p: { patchSize: number; hiddenDim: number }, x: Shape): Shape {
  return [p.patchSize, p.patchSize, x[2] ?? 1, p.hiddenDim]
}

/** Rows and columns of patches; throws where not one fits. */
function patches(x: Shape, size: number): readonly [rows: number, columns: number] {
  const [height = 0, width = 0] = x
  if (x.length !== 3)
    throw new LayerError(
      'needs-picture',
      `This layer cuts pictures of height × width × channels; its input is ${times(x)}.`,
    )
  const [rows, columns] = [Math.floor(height / size), Math.floor(width / size)]
  if (rows > 0 && columns > 0) return [rows, columns]
  throw new LayerError(
    'window-too-large',
    `${withArticle(times([size, size]))} patch does not fit into ${withArticle(times([height, width]))} input.`.replace(
      /^a/,
      'A',
    ),
    dividing(Math.min(height, width), height, width),
  )
}

/** The largest patch up to `limit` that fills the picture. */
function dividing(limit: number, height: number, width: number): readonly Mend[] {
  for (let size = limit; size > 1; size--)
    if (height % size === 0 && width % size === 0)
      return [
        {
          label: `Use patches of ${size}×${size}`,
          repair: { kind: 'setParams', params: { patchSize: size } },
        },
      ]
  return []
}
