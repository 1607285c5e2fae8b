// A whole LSTM over a sequence as one operation, a float32 kernel of the CPU. Time is the first axis.
// BlockLSTM and not BlockLSTMV2: for the second, TensorFlow's own tf.gradients takes the gradient of the
// first, whose gates stand in another order (i, c, f, o), and is silently wrong.
import { flag, float, typeOf } from '../attributes.ts'
import type { Gradient, Operation, RecordedCall } from '../operation.ts'
import type { Recorder } from '../recorder.ts'
import type { Tensor } from '../tensor.ts'

const outputCount = 7
const [cellOutput, hiddenOutput] = [1, 6]

/** All eight gradients come from one operation. */
function gradients(
  g: Recorder,
  call: RecordedCall,
  dys: readonly (Tensor | undefined)[],
): readonly Gradient[] {
  let results: readonly Tensor[] | undefined
  const given = (index: number) => {
    const output = call.output(index)
    return dys[index] ?? g.op('Fill', [g.sizes(output), g.constant(0, { type: output.type })])
  }
  const result = (index: number) => () => {
    const kept = Array.from({ length: outputCount }, (_, output) => call.output(output))
    const inputs = call.inputs.map((_, input) => call.input(input))
    const all = [...inputs, ...kept, given(cellOutput), given(hiddenOutput)]
    results ??= g.outputs('BlockLSTMGrad', all, { use_peephole: call.flag('use_peephole') })
    const tensor = results[index]
    if (!tensor) throw new Error('BlockLSTMGrad has eight outputs')
    return tensor
  }
  return [null, ...call.inputs.slice(1).map((_, index) => result(index))]
}

export const recurrent: readonly Operation[] = [
  {
    // (length, x, cell, hidden, kernel, three peepholes, bias) → i, cell, f, o, candidate, tanh(cell), hidden
    type: 'BlockLSTM',
    attributes: {
      forget_bias: float(0),
      cell_clip: float(0),
      use_peephole: flag(false),
      T: typeOf(1, 2, 3, 4, 5, 6, 7, 8),
    },
    float32Only: true,
    outputs: call => {
      const { shape, type } = call.input(1)
      const units = call.input(2).shape.at(-1) ?? 1
      const each = { shape: [...shape.slice(0, 2), units], type }
      return Array.from({ length: outputCount }, () => each)
    },
    gradients,
  },
  {
    type: 'BlockLSTMGrad',
    attributes: { use_peephole: flag(false), T: typeOf(1, 2, 3, 4, 5, 6, 7, 8) },
    float32Only: true,
    outputs: call =>
      call.inputs.slice(1, 9).map((_, index) => {
        const { shape, type } = call.input(index + 1)
        return { shape, type }
      }),
  },
]
