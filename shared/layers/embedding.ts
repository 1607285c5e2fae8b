import { call } from '../emit/call.ts'
import { explainParameters, joined, trainable } from './convolution.ts'
import { defineLayer } from './define.ts'
import { int } from './parameters.ts'
import { counted, product } from './sizes.ts'
import { tfjsLayer } from './tfjs.ts'
import { code, form, learns, nn } from './torch.ts'
import { weight } from './torch-weights.ts'
import { said, weightParameters } from './weight-parameters.ts'

export const embedding = defineLayer({
  type: 'embedding',
  label: 'Embedding',
  group: 'attention',
  help: 'A learned vector for each of the numbers 0 to inputDim − 1, words or pieces of them: T becomes T×outputDim. A number beyond them stops the run. Parameters inputDim·outputDim. Bengio et al., 2003.',
  inputs: 'one',
  readsNumbers: true,
  params: {
    inputDim: int('Vocabulary', 1000, {
      help: 'How many different numbers come in.',
      required: true,
    }),
    outputDim: int('Vector size', 64, { required: true }),
    ...weightParameters('embeddings', 'Embeddings', 'randomUniform'),
    trainable,
  },
  starts: { inputDim: 1000, outputDim: 32 },
  shape: (p, [x]) => [...x, p.outputDim],
  weights: p => ({
    embeddings: {
      shape: [p.inputDim, p.outputDim],
      ...said('embeddings', p),
      trainable: p.trainable,
    },
  }),
  summary: p => joined(`${counted(p.inputDim)} → ${p.outputDim}`),
  explain: (p, [x]) => [
    { quantity: 'Looked up', formula: x.join('·'), result: counted(product(x)) },
    explainParameters(`${p.inputDim}·${p.outputDim}`, p.inputDim * p.outputDim),
  ],
  // The table stays float32: casting all of it for the few rows that are read would cost more.
  lower: (g, _, [x]) => {
    const numbers = g.op('Cast', [x], { DstT: 'int32' })
    const axis = g.constant(0, { type: 'int32' })
    return g.compute(g.op('GatherV2', [g.weight('embeddings', 'full'), numbers, axis]))
  },
  tfjs: (_, args) => tfjsLayer('embedding', {}, args),
  keras: (_, args) => call('Embedding', args, { weights: true }),
  pytorch: (_, w) => {
    const list = [w.inputDim ?? 1, w.outputDim ?? 1]
    const module = nn(
      'Embedding',
      list,
      {},
      { weights: { weight: weight('embeddings') }, ...learns(w) },
    )
    return form(
      'last',
      code(x => `${x}.long()`),
      module,
    )
  },
})
