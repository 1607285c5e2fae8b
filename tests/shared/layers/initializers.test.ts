import { expect, it } from 'vitest'
import {
  type Draw,
  drawOf,
  type InitializerName,
  initializerNames,
} from '../../../shared/layers/initializers.ts'
import { describeWithPython, runPythonJson } from '../../python.ts'

const shapes = [
  [3, 3, 64, 128],
  [700, 300],
  [1, 1, 256, 512],
  [5, 5, 96, 4],
]

/** Keras's constant has no number of its own; tests/engine/compile/first-moments.test.ts gives it one. */
const names = initializerNames.filter(name => name !== 'constant')

const program = `
import json, re, sys
import keras
names, shapes = json.load(sys.stdin)
def moments(name, shape):
    snake = {"leCunUniform": "lecun_uniform", "leCunNormal": "lecun_normal"}.get(
        name, re.sub("([A-Z])", lambda match: "_" + match.group(1).lower(), name))
    values = keras.ops.convert_to_numpy(keras.initializers.get(snake)(shape))
    return [float(values.mean()), float(values.std()), float(abs(values).max())]
keras.utils.set_random_seed(1)
print(json.dumps({name: [moments(name, shape) for shape in shapes] for name in names}))
`

/** The standard deviation and the largest value (for a bounded one) of a draw. */
function spreadOf(
  draw: Draw,
  shape: readonly number[],
): readonly [deviation: number, largest: number | null] {
  switch (draw.kind) {
    case 'constant':
      return [0, Math.abs(draw.value)]
    case 'uniform':
      return [draw.limit / Math.sqrt(3), draw.limit]
    case 'normal':
      return [draw.deviation, null]
    case 'truncatedNormal':
      // A unit normal cut at ±2 has the variance 1 − 4·φ(2) ÷ (2·Φ(2) − 1) = 0.7737.
      return [draw.deviation * Math.sqrt(1 - (4 * 0.0539909665) / 0.9544997361), 2 * draw.deviation]
    case 'orthogonal': {
      // As many ones are spread over the matrix as its smaller side is long.
      const columns = shape.at(-1) ?? 1
      const rows = shape.reduce((product, size) => product * size, 1) / columns
      return [1 / Math.sqrt(Math.max(rows, columns)), null]
    }
    case 'identity':
    case 'values':
    case 'parts':
      throw new Error('a name of a random draw stands for one')
  }
}

describeWithPython('initial weights', () => {
  it('have the moments of Keras’s', async () => {
    const input = [names, shapes]
    const theirs = (await runPythonJson(program, { input })) as Readonly<
      Record<InitializerName, readonly (readonly [number, number, number])[]>
    >
    for (const name of names)
      for (const [index, shape] of shapes.entries()) {
        const draw = drawOf(name, shape)
        const [deviation, largest] = spreadOf(draw, shape)
        const [mean = Number.NaN, spread = Number.NaN, most = Number.NaN] =
          theirs[name][index] ?? []
        const label = `${name} of ${shape.join('×')}`
        const count = shape.reduce((product, size) => product * size, 1)
        // Five standard errors of a mean, and of a deviation.
        const noise = (5 * deviation) / Math.sqrt(count)
        const center = draw.kind === 'constant' ? draw.value : 0
        expect([label, Math.abs(mean - center) <= noise + 1e-9]).toEqual([label, true])
        expect([label, Math.abs(spread - deviation) <= noise + 1e-9]).toEqual([label, true])
        if (largest === null) continue
        expect([label, most <= largest * (1 + 1e-6)]).toEqual([label, true])
        expect([label, most >= largest * 0.97]).toEqual([label, true])
      }
  }, 60_000)
})
