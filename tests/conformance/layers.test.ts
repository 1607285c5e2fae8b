// Every case of every layer, compiled as a network and run by TensorFlow, against the layer of Keras.
import { beforeAll, expect, it } from 'vitest'
import type { Shape } from '../../shared/layers/define.ts'
import { allLayers } from '../../shared/layers/index.ts'
import { type LayerCase, layerCases } from '../fixtures/layers/load.ts'
import { describeWithPython } from '../python.ts'
import { type ConformanceCase, compareWithKeras, type Verdict } from './compare-with-keras.ts'

const small = layerCases.filter(
  ({ type, inputs }) => type !== 'input' && inputs.every(shape => product(shape) < 1e5),
)

/** `LAYERLOOM_LAYERS=conv1d,lstm` compares these alone, while one works on them. */
const chosen = process.env.LAYERLOOM_LAYERS?.split(',')
const cases = small.filter(({ type }) => chosen?.includes(type) ?? true)

describeWithPython('compiled layers', () => {
  let verdicts: readonly Verdict[] = []

  beforeAll(async () => {
    verdicts = await compareWithKeras(cases)
  }, 300_000)

  it.each(cases.map((one, index) => [title(one), index] as const))('%s', (_, index) => {
    const { failures, compared } = verdicts[index] ?? { failures: ['no verdict'], compared: [] }
    expect(failures).toEqual([])
    // Predictions in both precisions, outputs and input gradients in training; for two sizes of the batch.
    expect(compared.length).toBeGreaterThanOrEqual(8)
  })

  it('hold every layer', () => {
    const types = new Set(small.map(one => one.type))
    expect(allLayers.filter(({ type }) => type !== 'input' && !types.has(type))).toEqual([])
  })
})

function product(shape: Shape): number {
  return shape.reduce((total, size) => total * size, 1)
}

function title({ type, params, inputs }: LayerCase): string {
  return `${type} of ${inputs.map(shape => shape.join('×')).join(', ')} ${JSON.stringify(params)}`
}

describeWithPython('the comparison', () => {
  const told = (type: string, params: object, keras: object, shape: Shape): ConformanceCase =>
    ({ type, params, keras, inputs: [shape] }) as ConformanceCase
  const wrong = [
    told('dense', { units: 4, activation: 'relu' }, { units: 4, activation: 'elu' }, [6]),
    told('batchNormalization', { momentum: 0.9 }, { momentum: 0.8 }, [4, 4, 2]),
    told('dense', { units: 4, trainable: false }, { units: 4 }, [6]),
    told('maxPooling2d', { poolSize: 2 }, { poolSize: 2, padding: 'same' }, [5, 5, 1]),
    told('conv2d', { filters: 4, kernelSize: 9 }, { filters: 4, kernelSize: 3 }, [5, 5, 1]),
  ]
  let verdicts: readonly Verdict[] = []
  beforeAll(async () => {
    verdicts = await compareWithKeras(wrong)
  })

  it('sees other numbers, other statistics, other gradients, other shapes and what does not compile', () => {
    const words = verdicts.map(({ failures }) => failures.join('\n'))
    expect(words[0]).toMatch(/output0 \(inference, batch 3\): off by .*\n/)
    expect(words[0]).toMatch(/gradient:case0\/kernel \(training, batch 3\): off by/)
    expect(words[1]).toMatch(/^after:case1\/movingMean \(training, batch 3\): off by/)
    expect(words[1]).not.toContain('output0')
    expect(words[2]).toContain(
      "gradients of ['input0'] where Keras has ['case2/bias', 'case2/kernel', 'input0']",
    )
    expect(words[3]).toContain('shape [3, 2, 2, 1] where Keras has [3, 3, 3, 1]')
    expect(words[4]).toMatch(/^not compiled: /)
  })
})
