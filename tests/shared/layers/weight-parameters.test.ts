// Every weight that Keras lets one start, penalise or bound has the same parameters here, with the same first value.
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../shared/document/types.ts'
import { factsOf } from '../../../shared/graph/facts.ts'
import { resolveParams } from '../../../shared/graph/resolve.ts'
import { allLayers, findLayer } from '../../../shared/layers/index.ts'
import { drawOf, type Initializer } from '../../../shared/layers/initializers.ts'
import { layerCases } from '../../fixtures/layers/load.ts'
import { describeWithPython, runPythonJson } from '../../python.ts'

const program = `
import inspect, json
import keras
found = {}
for name in dir(keras.layers):
    made = getattr(keras.layers, name)
    if inspect.isclass(made) and issubclass(made, keras.layers.Layer):
        found[name.lower()] = {
            key: value.default for key, value in inspect.signature(made.__init__).parameters.items()
            if key.endswith(("_initializer", "_regularizer", "_constraint")) and not key.startswith("activity")}
print(json.dumps(found))
`

const camel = (name: string) =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
/** Keras says some of them by a short word, or by the name of the class. */
const words: Readonly<Record<string, string>> = { uniform: 'randomUniform', Zeros: 'zeros' }

describeWithPython('Parameters of weights', () => {
  it('are those of Keras, with its defaults', async () => {
    const keras = (await runPythonJson(program, { timeoutSeconds: 400 })) as Readonly<
      Record<string, Readonly<Record<string, string | null>>>
    >
    const compared = allLayers.flatMap(({ type, params }) =>
      Object.entries(keras[type.toLowerCase()] ?? {}).map(([name, value]) => {
        const wanted = typeof value === 'string' ? camel(value) : value
        const mine = params[camel(name)]
        return [
          `${type}.${camel(name)}`,
          mine ? mine.default : 'missing',
          words[wanted ?? ''] ?? wanted,
        ]
      }),
    )
    // Dense, ten convolutions, three recurrent layers, embedding, attention, three normalisations, PReLU.
    expect(compared.length).toBeGreaterThanOrEqual(130)
    for (const [name, ours, theirs] of compared) expect([name, ours]).toEqual([name, theirs])
  }, 420_000)
})

describe('What is said of a weight', () => {
  it('reaches a weight of every layer that has the parameters', () => {
    for (const layer of allLayers) {
      const stems = Object.keys(layer.params).flatMap(
        name => /^(.+)Regularizer$/.exec(name)?.[1] ?? [],
      )
      for (const stem of stems) {
        const cases = layerCases.filter(each => each.type === layer.type)
        const said = { [`${stem}Regularizer`]: { l2: 0.5 }, [`${stem}Constraint`]: 'nonNeg' }
        const reached = cases.some(({ params, inputs }) => {
          const { params: resolved } = resolveParams(layer, { ...params, ...said })
          if (!resolved) return false
          return Object.values(factsOf(layer, resolved, inputs).weights).some(
            ({ regularizer, constraint }) => regularizer?.l2 === 0.5 && constraint === 'nonNeg',
          )
        })
        expect([layer.type, stem, reached]).toEqual([layer.type, stem, true])
      }
    }
  })

  const fault = (params: JsonObject, type = 'dense', shape: readonly number[] = [8]) => {
    const layer = findLayer(type)
    if (!layer) throw new Error(`no layer ${type}`)
    const { faults, params: resolved } = resolveParams(layer, params)
    if (!resolved) return faults.map(({ message }) => message).join(' ')
    return factsOf(layer, resolved, [shape]).error?.message ?? null
  }

  it.each<[JsonObject, RegExp]>([
    [{ kernelInitializer: 'sobelX' }, /must be one of zeros, ones/],
    [{ kernelInitializer: { kind: 'randomNormal', stddev: -1 } }, /stddev of -1, which must be/],
    [
      { kernelInitializer: { kind: 'randomNormal', gain: 1 } },
      /has gain, and randomNormal takes mean and stddev/,
    ],
    [{ kernelInitializer: { kind: 'randomUniform', minval: 1, maxval: 1 } }, /draws from 1 to 1/],
    [{ kernelInitializer: { kind: 'values' } }, /has no values, which values needs/],
    [{ kernelInitializer: { kind: 'values', values: [[1, 2], [3]] } }, /equally long/],
    [{ kernelInitializer: { kind: 'varianceScaling', scale: 0 } }, /scale of 0/],
    [{ units: 10, kernelInitializer: 'identity' }, /The kernel is 8×10, and identity/],
    [{ biasInitializer: 'orthogonal' }, /at least two axes/],
    [
      { units: 3, kernelInitializer: { kind: 'values', values: [1, 2] } },
      /The values are 2 and the kernel is 8×3/,
    ],
    [{ kernelConstraint: { kind: 'maxNorm', axis: 2 } }, /no axis 2, along which maxNorm/],
    [{ kernelConstraint: { kind: 'minMaxNorm', minValue: 3 } }, /minValue of 3, which is above/],
    [{ kernelRegularizer: { l1: -1 } }, /l1 of -1/],
    [{ kernelRegularizer: 0.1 }, /must be an object with l1, l2 or both/],
  ])('%j is refused with its numbers', (params, message) => {
    expect(fault(params)).toMatch(message)
  })

  it('fits where it should', () => {
    expect(fault({ units: 8, kernelInitializer: { kind: 'identity', gain: 2 } })).toBeNull()
    expect(fault({ units: 3, kernelInitializer: { kind: 'values', values: [1, 2, 3] } })).toBeNull()
    expect(fault({ units: 3, kernelInitializer: { kind: 'values', values: 0.5 } })).toBeNull()
    expect(fault({ kernelSize: 3, kernelInitializer: 'sobelX' }, 'conv2d', [9, 9, 2])).toBeNull()
    expect(fault({ kernelSize: 5, kernelInitializer: 'sobelX' }, 'conv2d', [9, 9, 2])).toBe(
      'sobelX is a 3×3 kernel, and the kernel’s window is 5×5.',
    )
  })

  it('lays a window of numbers on every pair of channel and filter', () => {
    const window = {
      kind: 'values',
      values: [
        [1, 2],
        [3, 4],
      ],
    }
    const layer = findLayer('conv2d')
    const p = layer && resolveParams(layer, { kernelSize: 2, kernelInitializer: window }).params
    expect(drawOf(p?.kernelInitializer as Initializer, [2, 2, 5, 7])).toEqual({
      kind: 'values',
      values: [1, 2, 3, 4],
      shape: [2, 2, 1, 1],
    })
    expect(drawOf('gaussianBlur', [3, 3, 1, 1])).toEqual({
      kind: 'values',
      values: [1, 2, 1, 2, 4, 2, 1, 2, 1].map(value => value / 16),
      shape: [3, 3, 1, 1],
    })
    expect(drawOf('boxBlur', [4, 1, 1])).toEqual({
      kind: 'values',
      values: [0.25, 0.25, 0.25, 0.25],
      shape: [4, 1, 1],
    })
  })
})
