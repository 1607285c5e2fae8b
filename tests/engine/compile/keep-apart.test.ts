import { describe, expect, it } from 'vitest'
import { keepApart } from '../../../engine/compile/keep-apart.ts'
import { placeholder } from '../../../engine/compile/network-graph.ts'
import { createRecorder } from '../../../engine/compile/recorder.ts'

describe('Keeping inputs apart from results', () => {
  const g = createRecorder()
  const wide = placeholder(g, 'x', 'float32', [-1, 4, 4, 3])
  const narrow = g.cast(wide, 'bfloat16')
  const bias = g.cast(placeholder(g, 'bias', 'float32', [3]), 'bfloat16')

  function keptBehind(record: () => void): readonly string[] {
    const begun = g.nodes.length
    record()
    return keepApart(g, g.nodes.slice(begun)).map(({ inputs, control }) =>
      [inputs[1]?.node.name, control[0]?.operation.type].join(' until '),
    )
  }

  it('holds every input of a sum of 16 bits until the sum stands', () => {
    const other = g.op('Abs', [narrow])
    expect(keptBehind(() => g.op('AddV2', [narrow, other]))).toEqual([
      'Cast until AddV2',
      'Abs until AddV2',
    ])
    expect(keptBehind(() => g.op('AddN', [narrow, other, narrow]))).toHaveLength(3)
  })

  it('holds what the gradient of ReLU reads, as whole numbers', () => {
    const y = g.op('Relu', [narrow])
    const bits = g.op('Bitcast', [y], { type: 'int16' })
    expect(keptBehind(() => g.op('ReluGrad', [bits, bits]))).toHaveLength(2)
  })

  it('leaves alone what is written in place as quickly: float32, weights, another size', () => {
    expect(keptBehind(() => g.op('AddV2', [wide, wide]))).toEqual([])
    expect(keptBehind(() => g.op('AddV2', [bias, bias]))).toEqual([])
    expect(keptBehind(() => g.op('AddV2', [narrow, bias]))).toEqual(['Cast until AddV2'])
  })

  it('leaves a biased product alone, which TensorFlow makes one operation of with the sum', () => {
    const biased = g.op('BiasAdd', [narrow, bias])
    expect(keptBehind(() => g.op('AddV2', [biased, narrow]))).toEqual([])
  })
})
