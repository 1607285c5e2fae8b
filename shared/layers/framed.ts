// One axis is a picture of one row: TensorFlow's fast convolutions have two axes, or three.
import type { WindowValues } from './convolution.ts'
import type { Graph, Value } from './graph.ts'
import type { Padding } from './spatial.ts'
import { span } from './window.ts'

/** A layer's input, numbers and weights as its operations want them. */
export interface Framed<P> {
  readonly x: Value
  readonly p: P
  weight(name: string): Value
  /** A kernel with the axes of `x`. */
  kernel(value: Value): Value
  /** The result with the axes that the layer has. */
  done(y: Value): Value
}

type Numbers = readonly number[]

export function framed<P extends WindowValues & { readonly outputPadding?: Numbers | null }>(
  g: Graph,
  input: Value,
  p: P,
): Framed<P> {
  const x = g.compute(input)
  if (p.kernelSize.length > 1)
    return { x, p, weight: name => g.weight(name), kernel: value => value, done: y => y }
  const reshaped = (value: Value, sizes: Numbers) =>
    g.op('Reshape', [value, g.constant(sizes, { type: 'int32' })])
  const kernel = (value: Value) => reshaped(value, [1, ...value.shape])
  return {
    x: reshaped(x, [-1, 1, ...x.shape.slice(1)]),
    p: inOneRow(p),
    weight: name => kernel(g.weight(name)),
    kernel,
    done: y => reshaped(y, [-1, ...y.shape.slice(2)]),
  }
}

function inOneRow<P extends WindowValues & { readonly outputPadding?: Numbers | null }>(p: P): P {
  const { kernelSize, strides, dilationRate, outputPadding } = p
  return {
    ...p,
    kernelSize: [1, ...kernelSize],
    strides: [1, ...strides],
    dilationRate: [1, ...dilationRate],
    padding: paddingInOneRow(p),
    ...(outputPadding && { outputPadding: [0, ...outputPadding] }),
  }
}

function paddingInOneRow({ padding, kernelSize, dilationRate }: WindowValues): Padding {
  const [size = 1] = kernelSize
  const [rate = 1] = dilationRate
  if (padding === 'causal')
    return [
      [0, 0],
      [span(size, rate) - 1, 0],
    ]
  return typeof padding === 'string' ? padding : [[0, 0], padding[0]]
}
