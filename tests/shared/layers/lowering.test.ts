// Every recorded layer, carried out by TensorFlow operation by operation, against the Keras layer.
import { beforeAll, expect, it } from 'vitest'
import type { Shape } from '../../../shared/layers/define.ts'
import { layerCases } from '../../fixtures/layers/load.ts'
import { carryOut, describeWithPython } from './carry-out.ts'
import { recordLayer } from './recording.ts'

interface Difference {
  readonly output: number | string
  readonly updates: Readonly<Record<string, number | string>>
}

const small = layerCases.filter(
  ({ type, inputs }) => type !== 'input' && inputs.every(shape => product(shape) < 1e5),
)
const float32 = small.flatMap(one => [
  { ...one, training: false },
  ...(one.type === 'batchNormalization' ? [{ ...one, training: true }] : []),
])
const cases = [
  ...float32.map(one => ({ ...one, computeType: 'float32' as const })),
  ...float32.map(one => ({ ...one, computeType: 'bfloat16' as const })),
]

/** bfloat16 keeps 8 bits; Keras rounds at other places than we do. */
const tolerance = { float32: 2e-6, bfloat16: 2e-2 }

describeWithPython('lowered layers', () => {
  let differences: readonly Difference[] = []

  beforeAll(async () => {
    const input = cases.map(one => ({
      ...one,
      ...recordLayer(one.type, one.params, one.inputs, one),
    }))
    differences = (await carryOut(input)) as readonly Difference[]
  }, 120_000)

  it.each(cases.map((one, index) => [title(one), index] as const))('%s', (_, index) => {
    const limit = tolerance[cases[index]?.computeType ?? 'float32']
    const { output, updates } = differences[index] ?? { output: 'no answer', updates: {} }
    expect(output).toBeLessThan(limit)
    for (const [name, difference] of Object.entries(updates))
      expect([name, Number(difference) < limit]).toEqual([name, true])
  })

  it('moves both statistics in training, and neither where the layer is frozen', () => {
    const trained = cases.flatMap((one, index) =>
      one.training ? [[one.params.trainable !== false, differences[index]] as const] : [],
    )
    for (const [moves, difference] of trained)
      expect(Object.keys(difference?.updates ?? {})).toEqual(
        moves ? ['movingMean', 'movingVariance'] : [],
      )
    expect(trained.map(([moves]) => moves)).toContain(false)
  })
})

function product(shape: Shape): number {
  return shape.reduce((total, size) => total * size, 1)
}

function title({ type, params, inputs, training, computeType }: (typeof cases)[number]): string {
  const shapes = inputs.map(shape => shape.join('×')).join(', ')
  return `${computeType} ${type} of ${shapes} ${JSON.stringify(params)}${training ? ' in training' : ''}`
}
