// TensorFlow writes an element-wise result over an input that nobody else needs. In 16 bits its compiled loop is then
// no longer a vector's: ReluGrad takes four times as long, a sum half as long again.
import type { Recorder } from './recorder.ts'
import { type AnyTensor, isTensor, type Node } from './tensor.ts'

/** TensorFlow makes one operation of a product, its bias and the sum behind them, as long as nobody else reads it. */
const isFused = ({ node }: AnyTensor) => node.operation.type === 'BiasAdd'

const narrow: ReadonlySet<AnyTensor['type']> = new Set(['bfloat16', 'int16'])

/**
 * Keeps what such nodes read as it is until they have run, for those that `results` need and that treat whole batches.
 * The nodes that come back must run with the step.
 */
export function keepApart(g: Recorder, results: readonly Node[]): readonly Node[] {
  return [...neededBy(results)].flatMap(node => {
    const [result] = node.outputs
    if (!node.operation.apart || !result || !narrow.has(result.type)) return []
    if (!result.shape.includes(-1) || node.inputs.some(isFused)) return []
    const size = result.shape.join()
    const yes = g.constant(1, { type: 'bool' })
    return node.inputs
      .filter(input => isTensor(input) && input.shape.join() === size)
      .map(input => g.record('Assert', [yes, input], {}, { control: [node] }))
  })
}

/** A recording also holds nodes that something quicker has taken the place of. */
function neededBy(results: readonly Node[]): ReadonlySet<Node> {
  const needed = new Set(results)
  // What is added while a set is walked is walked too.
  for (const { inputs, control } of needed) {
    for (const input of inputs) needed.add(input.node)
    for (const node of control) needed.add(node)
  }
  return needed
}
