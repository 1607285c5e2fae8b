import { explainParameters, initializer, trainable } from './convolution.ts'
import { defineLayer, LayerError, type Shape } from './define.ts'
import { ownKeras } from './keras.ts'
import { optionalInt, sequence } from './sequence.ts'
import { plural } from './sizes.ts'
import { ownLayer } from './tfjs.ts'
import { form, learns, ownTorch } from './torch.ts'
import { weight } from './torch-weights.ts'

export const positionEmbedding = defineLayer({
  type: 'positionEmbedding',
  label: 'Position embedding',
  group: 'attention',
  help: 'Adds a learned vector to each position, so that attention can tell them apart: out = x + embeddings. Parameters T·d. Gehring et al., 2017; Dosovitskiy et al., 2020.',
  inputs: 'one',
  params: {
    sequenceLength: optionalInt(
      'Sequence length',
      'How many positions have a vector; absent: as many as the input has.',
    ),
    initializer: initializer('Initializer', 'glorotUniform'),
    trainable,
  },
  shape: (p, [x]) => {
    const [positions] = sequence(x)
    if (p.sequenceLength !== null && p.sequenceLength < positions)
      throw tooShort(p.sequenceLength, positions)
    return x
  },
  weights: (p, [x]) => ({
    embeddings: {
      shape: sizes(p.sequenceLength, x),
      initializer: p.initializer,
      stem: '',
      trainable: p.trainable,
    },
  }),
  summary: p => (p.sequenceLength === null ? '' : plural(p.sequenceLength, 'position')),
  explain: (p, [x]) => {
    const [length, features] = sizes(p.sequenceLength, x)
    return [explainParameters(`${length}·${features}`, length * features)]
  },
  lower: (g, _, [x], { inputs }) => {
    const [positions, features] = sequence(inputs[0])
    const table = g.weight('embeddings')
    const int32 = (values: readonly number[]) => g.constant(values, { type: 'int32' })
    const isWhole = table.shape[0] === positions
    const used = isWhole
      ? table
      : g.op('Slice', [table, int32([0, 0]), int32([positions, features])])
    return g.op('AddV2', [g.compute(x), used])
  },
  tfjs: (_, args) => ownLayer('positionEmbedding', args),
  keras: (_, args) => ownKeras('PositionEmbedding', args),
  pytorch: (p, w, { inputs: [x = []] }) => {
    const [positions, features] = sizes(p.sequenceLength, x)
    const weights = { weight: weight('embeddings') }
    const list = [{ size: positions }, { size: features }]
    return form('last', ownTorch('PositionEmbedding', list, {}, { weights, ...learns(w) }))
  },
})

function sizes(length: number | null, x: Shape): readonly [number, number] {
  const [positions, features] = sequence(x)
  return [length ?? positions, features]
}

function tooShort(length: number, positions: number): LayerError {
  return new LayerError(
    'sequence-too-long',
    `The input has ${positions} positions and there are vectors for ${length}.`,
    [
      {
        label: `Use sequence length ${positions}`,
        repair: { kind: 'setParams', params: { sequenceLength: positions } },
      },
    ],
  )
}
