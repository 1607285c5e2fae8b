// First values as the compiled graph draws them, beside Keras's: mean, deviation and bounds of 10^5 draws.
import { beforeAll, expect, it } from 'vitest'
import { compileNetwork } from '../../../engine/compile/compile-network.ts'
import { openSession } from '../../../engine/compile/session.ts'
import type { Json } from '../../../shared/document/types.ts'
import { describeWithPython, runPythonJson } from '../../python.ts'
import { drawing, soundNetwork } from './networks.ts'

const [rows, columns] = [250, 400]
const count = rows * columns

/** As a document writes them, with the class in Keras and whether the values have bounds. */
const cases: readonly (readonly [written: Json, keras: string, bounded: boolean])[] = [
  ['zeros', 'Zeros()', true],
  ['ones', 'Ones()', true],
  [{ kind: 'constant', value: 0.1 }, 'Constant(0.1)', true],
  ['constant', 'Constant()', true],
  ['randomNormal', 'RandomNormal()', false],
  [{ kind: 'randomNormal', mean: 2, stddev: 0.5 }, 'RandomNormal(2.0, 0.5)', false],
  [{ kind: 'normal', mean: -1 }, 'RandomNormal(mean=-1.0)', false],
  ['truncatedNormal', 'TruncatedNormal()', true],
  [{ kind: 'truncatedNormal', mean: 1, stddev: 3 }, 'TruncatedNormal(1.0, 3.0)', true],
  ['randomUniform', 'RandomUniform()', true],
  [{ kind: 'randomUniform', minval: -3, maxval: 1 }, 'RandomUniform(-3.0, 1.0)', true],
  ['glorotUniform', 'GlorotUniform()', true],
  ['glorotNormal', 'GlorotNormal()', true],
  ['heUniform', 'HeUniform()', true],
  ['heNormal', 'HeNormal()', true],
  ['leCunUniform', 'LecunUniform()', true],
  ['leCunNormal', 'LecunNormal()', true],
  ['varianceScaling', 'VarianceScaling()', true],
  ...(['fanIn', 'fanOut', 'fanAvg'] as const).flatMap(mode =>
    (['truncatedNormal', 'untruncatedNormal', 'uniform'] as const).map(
      distribution =>
        [
          { kind: 'varianceScaling', scale: 3, mode, distribution },
          `VarianceScaling(3.0, ${JSON.stringify(snake(mode))}, ${JSON.stringify(snake(distribution))})`,
          distribution !== 'untruncatedNormal',
        ] as const,
    ),
  ),
  ['orthogonal', 'Orthogonal()', false],
  [{ kind: 'orthogonal', gain: 1.5 }, 'Orthogonal(1.5)', false],
]

function snake(name: string): string {
  return name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
}

const program = `
import json, sys
import keras
import numpy as np
keras.utils.set_random_seed(4)
made, shape = json.load(sys.stdin)
values = [np.array(eval("keras.initializers." + each)(shape), dtype="float64") for each in made]
print(json.dumps([[v.mean(), v.std(), v.min(), v.max()] for v in values]))
`

type Moments = readonly [mean: number, deviation: number, least: number, most: number]

function momentsOf(values: Float32Array): Moments {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const least = values.reduce((least, value) => Math.min(least, value), Infinity)
  const most = values.reduce((most, value) => Math.max(most, value), -Infinity)
  return [mean, Math.sqrt(squares / values.length), least, most]
}

const document = drawing('moments', [
  { id: 'x', type: 'input', params: { shape: [rows] } },
  ...cases.map(([kernelInitializer], at) => ({
    id: `d${at}`,
    type: 'dense',
    params: { units: columns, kernelInitializer },
    from: ['x'],
  })),
])

describeWithPython('First values', () => {
  let ours: readonly Moments[]
  let theirs: readonly Moments[]
  beforeAll(async () => {
    const optimizer = { kind: 'sgd', learningRate: 1 } as const
    const settings = { loss: 'meanSquaredError', optimizer, seed: 5 } as const
    const session = await openSession(compileNetwork(soundNetwork(document), settings))
    session.init()
    const weights = session.readWeights()
    session.close()
    ours = cases.map((_, at) => momentsOf(weights.get(`d${at}/kernel`) ?? new Float32Array()))
    const input = [cases.map(([, keras]) => keras), [rows, columns]]
    theirs = (await runPythonJson(program, { input, timeoutSeconds: 500 })) as readonly Moments[]
  }, 600_000)

  it.each(cases.map(([written, keras, bounded], at) => ({ written, keras, bounded, at })))(
    'have the moments of Keras’s $keras',
    ({ bounded, at }) => {
      const [mean, deviation, least, most] = ours[at] ?? [Number.NaN, 0, 0, 0]
      const [theirMean, theirDeviation, theirLeast, theirMost] = theirs[at] ?? [0, Number.NaN, 0, 0]
      // Four standard errors of the difference of two means, and of two deviations of normals.
      const error = 4 * theirDeviation * Math.sqrt(2 / count) + 1e-7
      expect(Math.abs(mean - theirMean)).toBeLessThanOrEqual(error)
      expect(Math.abs(deviation - theirDeviation)).toBeLessThanOrEqual(error / Math.SQRT2 + 1e-7)
      if (!bounded) return
      const near = 0.005 * theirDeviation + 1e-7
      expect(Math.abs(least - theirLeast)).toBeLessThanOrEqual(near)
      expect(Math.abs(most - theirMost)).toBeLessThanOrEqual(near)
    },
  )
})
