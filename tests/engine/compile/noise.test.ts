// What the random layers do in training, by the moments of many draws; and that otherwise they do nothing.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { lowerNetwork } from '../../../engine/compile/lower-network.ts'
import * as parts from '../../../engine/compile/network-graph.ts'
import { createRecorder, type Recorder } from '../../../engine/compile/recorder.ts'
import { type Signature, savedModel } from '../../../engine/compile/saved-model.ts'
import type { Tensor } from '../../../engine/compile/tensor.ts'
import { createVariables } from '../../../engine/compile/variables.ts'
import type { JsonObject } from '../../../shared/document/types.ts'
import type { ValueType } from '../../../shared/layers/graph.ts'
import { describeWithPython, runPythonJson } from '../../python.ts'
import { drawing, soundNetwork } from './networks.ts'

interface Draw {
  readonly type: string
  readonly params: JsonObject
  readonly shape: readonly number[]
  readonly batch: number
  readonly computeType: ValueType
}

/** What was drawn in a step, said by NumPy; `same…` compares with a second time and with others. */
interface Moments {
  readonly count: number
  readonly mean: number
  readonly variance: number
  /** The value that is most frequent, and how often it came. */
  readonly commonest: number
  readonly share: number
  /** The values that came, where they are few. */
  readonly values: readonly number[]
  /** Draws that are one for all along the axes of size 1 in `noise`. */
  readonly independent: number
  readonly again: boolean
  readonly nextStep: boolean
  readonly otherSeed: boolean
  readonly otherName: boolean
  readonly identity: boolean
}

const types: readonly ValueType[] = ['float32', 'bfloat16']
const rate = 0.3
const every = (type: string, params: JsonObject, shape: readonly number[], batch: number) =>
  types.map((computeType): Draw => ({ type, params, shape, batch, computeType }))

const draws: readonly Draw[] = [
  ...every('dropout', { rate }, [50, 40], 50),
  ...every('spatialDropout1d', { rate }, [3, 1000], 100),
  ...every('spatialDropout2d', { rate }, [2, 2, 1000], 100),
  ...every('spatialDropout3d', { rate }, [2, 1, 2, 1000], 100),
  ...every('stochasticDepth', { rate }, [2, 3], 20_000),
  ...every('gaussianDropout', { rate }, [1000], 100),
  ...every('gaussianNoise', { stddev: 0.2 }, [1000], 100),
  ...every('alphaDropout', { rate }, [1000], 100),
]

function record(g: Recorder, draw: Draw, step: Tensor, name: string): Record<string, Signature> {
  const layer = (id: string, seed: number, training: boolean) => {
    const document = drawing(name, [
      { id: `${name}-x`, type: 'input', params: { shape: draw.shape } },
      { id, type: draw.type, params: draw.params },
    ])
    const lowered = g.within(`${name}-${id}-${seed}-${training}`, () =>
      lowerNetwork(g, soundNetwork(document), createVariables(g, seed), {
        inputs: [new Map([[`${name}-x`, x]])],
        scaling: {},
        computeType: draw.computeType,
        training: training ? { seed, step } : null,
      }),
    )
    const [output] = lowered.outputs.get(id) ?? []
    if (!output) throw new Error(`${draw.type} has no output`)
    return { y: parts.after(g, [], g.cast(output, 'float32'), `${name}/y`) }
  }
  const x = parts.placeholder(g, `${name}/x`, 'float32', [-1, ...draw.shape])
  const inputs = { x, step }
  return {
    [`${name}/drawn`]: { inputs, outputs: layer('first', 1, true) },
    [`${name}/otherSeed`]: { inputs, outputs: layer('first', 2, true) },
    [`${name}/otherName`]: { inputs, outputs: layer('second', 1, true) },
    [`${name}/predicted`]: { inputs, outputs: layer('first', 1, false) },
  }
}

async function drawAll(): Promise<readonly Moments[]> {
  const g = createRecorder()
  const step = parts.placeholder(g, 'step', 'int32', [])
  const signatures = Object.assign(
    {},
    ...draws.map((draw, index) => record(g, draw, step, `draw${index}`)),
  )
  const folder = mkdtempSync(join(tmpdir(), 'layerloom-noise-'))
  try {
    writeFileSync(join(folder, 'saved_model.pb'), savedModel(g.nodes, signatures))
    const program = readFileSync(new URL('./noise.py', import.meta.url), 'utf8')
    const input = { folder, draws }
    return (await runPythonJson(program, { input })) as readonly Moments[]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

// SELU's α and λ (Klambauer et al., 2017), and a and b of their alpha dropout.
const saturation = -1.6732632423543772 * 1.0507009873554805
const scale = 1 / Math.sqrt(1 - rate + rate * (1 - rate) * saturation ** 2)
const shift = -scale * rate * saturation
const lost = scale * saturation + shift

/** E (a·x + b)⁴ of a standard normal x. */
const fourth = scale ** 4 * 3 + 6 * scale ** 2 * shift ** 2 + shift ** 4
const gaussianVariance = rate / (1 - rate)

interface Expectation {
  readonly mean?: number
  readonly variance?: number
  /** The fourth central moment over the square of the variance; 3 for a normal. */
  readonly kurtosis?: number
  readonly dropped?: number
  readonly values?: readonly number[]
}

const kept = 1 / (1 - rate)
const masked: Expectation = { dropped: 0, values: [0, kept] }
const expected: Readonly<Record<string, Expectation>> = {
  dropout: masked,
  spatialDropout1d: masked,
  spatialDropout2d: masked,
  spatialDropout3d: masked,
  stochasticDepth: masked,
  gaussianDropout: { mean: 1, variance: gaussianVariance, kurtosis: 3 },
  gaussianNoise: { mean: 0, variance: 0.04, kurtosis: 3 },
  alphaDropout: {
    mean: 0,
    variance: 1,
    kurtosis: (1 - rate) * fourth + rate * lost ** 4,
    dropped: lost,
  },
}

describeWithPython('Random layers', () => {
  let moments: readonly Moments[] = []
  beforeAll(async () => {
    moments = await drawAll()
  }, 120_000)

  const named = draws.map(
    (draw, index) => [`${draw.type} in ${draw.computeType}`, draw, index] as const,
  )

  it.each(named)('%s: share and moments are those of the paper', (_, draw, index) => {
    const found = moments[index]
    const { mean, variance, kurtosis = 0, dropped, values } = expected[draw.type] ?? {}
    if (!found) throw new Error('no moments')
    // Rounding to bfloat16 moves a value by up to 2⁻⁹ of itself.
    const rounding = draw.computeType === 'bfloat16' ? 2 ** -9 : 1e-6
    const { count, independent } = found
    expect(independent).toBeGreaterThanOrEqual(20_000)
    if (dropped !== undefined) {
      const deviation = Math.sqrt((rate * (1 - rate)) / independent)
      expect(Math.abs(found.share - rate)).toBeLessThan(5 * deviation)
      expect(Math.abs(found.commonest - dropped)).toBeLessThanOrEqual(rounding * 2)
    }
    if (values)
      for (const [at, value] of values.entries())
        expect(Math.abs((found.values[at] ?? Number.NaN) - value)).toBeLessThanOrEqual(
          rounding * value,
        )
    if (mean === undefined || variance === undefined) return
    expect(Math.abs(found.mean - mean)).toBeLessThan(
      5 * Math.sqrt(variance / count) + rounding * mean,
    )
    const spread = Math.sqrt((kurtosis - 1) / count)
    expect(Math.abs(found.variance / variance - 1)).toBeLessThan(5 * spread + 2 * rounding)
  })

  it.each(named)('%s: the same step and seed draw the same, others do not', (_, __, index) => {
    const { again, nextStep, otherSeed, otherName } = moments[index] ?? {}
    expect([again, nextStep, otherSeed, otherName]).toEqual([true, false, false, false])
  })

  it.each(named)('%s: does nothing outside of training', (_, __, index) => {
    expect(moments[index]?.identity).toBe(true)
  })
})
