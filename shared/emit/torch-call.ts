// What a layer is in PyTorch: modules that hold its weights and code that calls them. PyTorch has its own
// form because its modules want the channels that come in, and most of them the channels before the positions.
import type { Argument } from './call.ts'

/** Where the channels of a value are: behind the batch, or last as in a document. */
export type Layout = 'first' | 'last'

export interface Tensor {
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/** A layer's weight by the name that it has in its declaration. */
export type Given = (name: string) => Tensor

export type TorchArgument =
  | Argument
  /** A number for each spatial axis, written as one where all are the same. */
  | { readonly perAxis: readonly TorchArgument[] }
  /** A number that follows from the input's shape: written as the parameter that it comes from. */
  | { readonly size: number }

export interface TorchModule {
  readonly kind: 'module'
  readonly name: string
  /** True for a class that the exported file brings along. */
  readonly own: boolean
  readonly list: readonly TorchArgument[]
  readonly args: Readonly<Record<string, TorchArgument>>
  /** Its entries of the state dict, made from the layer's weights. */
  readonly weights: Readonly<Record<string, (given: Given) => Tensor>>
  /** True where its lengths are learned apart from its directions. */
  readonly weightNorm?: boolean
  /** True where PyTorch's recurrent module has two biases and this layer one. */
  readonly oneBias?: boolean
  /** Weights that PyTorch's module has and this layer has not. */
  readonly without?: readonly string[]
  /** Left out: its weights learn. */
  readonly trainable?: Argument
  /** True where its moving statistics stand still too while its weights do not learn. */
  readonly statistics?: boolean
}

export interface TorchCode {
  readonly kind: 'code'
  readonly write: (inputs: readonly string[]) => string
  /** Functions that the exported file brings along. */
  readonly own?: readonly string[]
}

export type TorchCall = TorchModule | TorchCode

export interface TorchForm {
  /** `any`: it works on every number by itself. */
  readonly layout: Layout | 'any'
  /** The layout of what comes out; left out: that of what goes in. */
  readonly gives?: Layout
  /** One after another; the first gets all inputs. */
  readonly calls: readonly TorchCall[]
}

export interface TorchPlace {
  readonly inputs: readonly (readonly number[])[]
  readonly output: readonly number[]
  /** That of the input with most axes as it comes. */
  readonly layout: Layout
  /** True where uses of a block differ in more than numbers, so that padding and sizes must be modules. */
  readonly apart: boolean
}
