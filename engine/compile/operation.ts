// How a TensorFlow operation is declared: attributes, the rule for its outputs, its gradient.
// A new operation is one such entry in ops/ and nothing else.
import type { AttributeRule } from './attributes.ts'
import type { Recorder } from './recorder.ts'
import type { AnyTensor, Node, Tensor, TensorType } from './tensor.ts'

export interface Output {
  readonly shape: readonly number[]
  readonly type: TensorType
}

/** A node's inputs and attributes, with checked access, as the rules of operations see them. */
export interface Call {
  readonly inputs: readonly AnyTensor[]
  /** Throws where there is no such input or where it is a handle. */
  input(index: number): Tensor
  number(attribute: string): number
  numbers(attribute: string): readonly number[]
  flag(attribute: string): boolean
  text(attribute: string): string
  type(attribute: string): TensorType
  types(attribute: string): readonly TensorType[]
  shape(attribute: string): readonly number[]
}

/** The call once it is recorded. */
export interface RecordedCall extends Call {
  readonly node: Node
  output(index?: number): Tensor
}

/**
 * The gradient with respect to one input, recorded only when it is wanted; null where the function
 * does not vary with it.
 */
export type Gradient = (() => Tensor) | null

export interface Operation {
  readonly type: string
  /** TensorFlow's operation, where `type` is a name of ours for a use of it that has a shorter gradient. */
  readonly as?: string
  readonly attributes: Readonly<Record<string, AttributeRule>>
  readonly outputs: (call: Call) => readonly Output[]
  /** From the gradient with respect to the first output; one entry per input. */
  readonly gradient?: (g: Recorder, call: RecordedCall, dy: Tensor) => readonly Gradient[]
  /** For operations with several outputs that vary: undefined where an output does not matter. */
  readonly gradients?: (
    g: Recorder,
    call: RecordedCall,
    dys: readonly (Tensor | undefined)[],
  ) => readonly Gradient[]
  /** The first output by other operations that take less time, where there are such for these inputs. */
  readonly cheaper?: (g: Recorder, inputs: readonly Tensor[]) => Tensor | undefined
  /**
   * True where TensorFlow's loop over numbers of 16 bits is a vector's only as long as the result is not written
   * over an input: `keepApart` sees to that.
   */
  readonly apart?: true
  /** True where TensorFlow has no bfloat16 kernel: the recorder casts around it. */
  readonly float32Only?: true
  /** The numbers that come out where they are known while recording: sizes, mostly. -1 is the batch. */
  readonly fold?: (
    call: Call,
    known: (index: number) => readonly number[] | undefined,
  ) => readonly number[] | undefined
}

/** The rule of operations whose result has the shape and type of one of their inputs. */
export function like(index: number): Operation['outputs'] {
  return call => {
    const { shape, type } = call.input(index)
    return [{ shape, type }]
  }
}
