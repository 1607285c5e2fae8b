// Random numbers that are a function of (shape, seed) alone: nothing is remembered between steps.
import { type, typeOf } from '../attributes.ts'
import { neededNumbers } from '../fold.ts'
import type { Operation } from '../operation.ts'

function stateless(name: string): Operation {
  return {
    type: name,
    attributes: { dtype: type('float32'), T: typeOf(0), Tseed: typeOf(1) },
    outputs: call => [
      { shape: neededNumbers(call.input(0), 'the sizes'), type: call.type('dtype') },
    ],
    gradient: () => [null, null],
  }
}

const gamma = stateless('StatelessRandomGammaV2')

export const random: readonly Operation[] = [
  ...['StatelessRandomUniform', 'StatelessRandomNormal', 'StatelessTruncatedNormal'].map(stateless),
  // Its third input is the shape parameter.
  {
    ...gamma,
    attributes: { ...gamma.attributes, dtype: typeOf(2) },
    gradient: () => [null, null, null],
  },
]
