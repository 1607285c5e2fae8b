import { defineLayer } from './define.ts'
import { ownKeras } from './keras.ts'
import { number } from './parameters.ts'
import { sequence } from './sequence.ts'
import { minus } from './sizes.ts'
import { ownLayer } from './tfjs.ts'
import { form, ownTorch } from './torch.ts'

export const sinePositionEncoding = defineLayer({
  type: 'sinePositionEncoding',
  label: 'Sine position encoding',
  group: 'attention',
  help: 'Adds fixed waves, so that attention can tell positions apart: x + PE with PE(t, 2i) = sin(t ÷ 10000^(2i÷d)) and PE(t, 2i + 1) = cos of the same. Nothing is learned. Vaswani et al., 2017.',
  inputs: 'one',
  params: {
    maxWavelength: number('Longest wave', 10_000, {
      help: 'The base of the frequencies; the slowest wave is 2π times as long.',
      minimum: 1,
    }),
  },
  shape: (_, [x]) => {
    sequence(x)
    return x
  },
  summary: p => (p.maxWavelength === 10_000 ? '' : String(p.maxWavelength)),
  explain: (p, [x]) => {
    const [positions, features] = sequence(x)
    const last = positions - 1
    return [
      {
        quantity: 'First feature',
        formula: `sin(${last} ÷ ${p.maxWavelength}^(0÷${features})) at the last position`,
        result: minus(Number(Math.sin(last).toFixed(4))),
      },
    ]
  },
  lower: (g, p, [x], { inputs }) => {
    const shape = sequence(inputs[0])
    const waves = g.constant(wavesOf(shape, p.maxWavelength), { shape })
    return g.op('AddV2', [g.compute(x), g.compute(waves)])
  },
  tfjs: (_, args) => ownLayer('sinePositionEncoding', args),
  keras: (_, args) => ownKeras('SinePositionEncoding', args),
  pytorch: (_, w) => form('last', ownTorch('SinePositionEncoding', [w.maxWavelength ?? 10_000])),
})

// Worked out here in double precision: a float32 angle of thousands has lost the digits that a sine needs.
function wavesOf(
  [positions, features]: readonly [number, number],
  base: number,
): readonly number[] {
  return Array.from({ length: positions * features }, (_, index) => {
    const [position, feature] = [Math.floor(index / features), index % features]
    const pair = feature - (feature % 2)
    const angle = position / base ** (pair / features)
    return feature % 2 === 0 ? Math.sin(angle) : Math.cos(angle)
  })
}
