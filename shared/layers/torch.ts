// How declarations say what a layer is in PyTorch.
import type { Argument } from '../emit/call.ts'
import type {
  Layout,
  TorchArgument,
  TorchCall,
  TorchCode,
  TorchForm,
  TorchModule,
  TorchPlace,
} from '../emit/torch-call.ts'
import type { Activation } from './activations.ts'
import type { Pair } from './spatial.ts'

/** A layer's arguments: numbers and words, and code where the document has an expression. */
export type Written = Readonly<Record<string, Argument>>

type Rest = Partial<Omit<TorchModule, 'kind' | 'name' | 'list' | 'args' | 'own'>>

/** `nn.Conv2d(3, 64, 7, stride=2)` */
export function nn(
  name: string,
  list: readonly TorchArgument[] = [],
  args: TorchModule['args'] = {},
  rest: Rest = {},
): TorchModule {
  return { kind: 'module', name, own: false, list, args, weights: {}, ...rest }
}

/** A class of the exported file. */
export function ownTorch(
  name: string,
  list: readonly TorchArgument[] = [],
  args: TorchModule['args'] = {},
  rest: Rest = {},
): TorchModule {
  return { ...nn(name, list, args, rest), own: true }
}

export function code(write: (x: string, ...others: string[]) => string): TorchCode {
  return { kind: 'code', write: ([x = '', ...others]) => write(x, ...others) }
}

export function form(layout: TorchForm['layout'], ...calls: readonly TorchCall[]): TorchForm {
  return { layout, calls }
}

/** One number where a document writes one for all axes. */
export function axes(written: Argument | undefined): TorchArgument {
  return Array.isArray(written) ? { perAxis: written } : (written ?? null)
}

/** The modules of a layer whose weights a document may keep from learning. */
export function learns(w: Written): Pick<TorchModule, 'trainable'> {
  return w.trainable === undefined || w.trainable === true ? {} : { trainable: w.trainable }
}

/** The axis of a tensor in PyTorch, the batch included; `axis` counts an example's own from 0. */
export function torchAxis(axis: number, rank: number, layout: Layout): number {
  if (layout === 'last' || rank === 1) return axis + 1
  return axis === rank - 1 ? 1 : axis + 2
}

export function tuple(values: readonly (number | string)[]): string {
  return values.length === 1 ? `(${values[0]},)` : `(${values.join(', ')})`
}

const functions: Readonly<Record<Activation, (x: string, axis: number) => string>> = {
  linear: x => x,
  relu: x => `F.relu(${x})`,
  relu6: x => `F.relu6(${x})`,
  leakyRelu: x => `F.leaky_relu(${x}, 0.2)`,
  elu: x => `F.elu(${x})`,
  selu: x => `F.selu(${x})`,
  celu: x => `F.celu(${x})`,
  gelu: x => `F.gelu(${x})`,
  silu: x => `F.silu(${x})`,
  swish: x => `F.silu(${x})`,
  hardSilu: x => `F.hardswish(${x})`,
  hardSwish: x => `F.hardswish(${x})`,
  mish: x => `F.mish(${x})`,
  sigmoid: x => `torch.sigmoid(${x})`,
  hardSigmoid: x => `F.hardsigmoid(${x})`,
  sparseSigmoid: x => `torch.clamp((${x} + 1) / 2, 0, 1)`,
  logSigmoid: x => `F.logsigmoid(${x})`,
  tanh: x => `torch.tanh(${x})`,
  hardTanh: x => `F.hardtanh(${x})`,
  tanhShrink: x => `F.tanhshrink(${x})`,
  softShrink: x => `F.softshrink(${x})`,
  hardShrink: x => `F.hardshrink(${x})`,
  softplus: x => `F.softplus(${x})`,
  squareplus: x => `squareplus(${x})`,
  sparsePlus: x => `sparse_plus(${x})`,
  softsign: x => `F.softsign(${x})`,
  exponential: x => `torch.exp(${x})`,
  softmax: (x, axis) => `F.softmax(${x}, dim=${axis})`,
  logSoftmax: (x, axis) => `F.log_softmax(${x}, dim=${axis})`,
  sparsemax: (x, axis) => `sparsemax(${x}, dim=${axis})`,
}

/** Activations of whole vectors, which must know where the channels are. */
export function mixesChannels(activation: Activation): boolean {
  return /softmax|sparsemax/i.test(activation)
}

/** What applies an activation; nothing for `linear`. A parameter of a block may name any. */
export function torchActivation(
  activation: Activation,
  written: Argument | undefined,
  rank: number,
  layout: Layout,
): readonly TorchCall[] {
  const axis = torchAxis(rank - 1, rank, layout)
  if (typeof written === 'object' && written !== null)
    return [ownTorch('Activation', [written], axis === rank ? {} : { dim: axis })]
  if (activation === 'linear') return []
  const write = functions[activation]
  const text = write('', axis)
  const own = /^(squareplus|sparse_plus|sparsemax)/.exec(text)?.[0]
  return [{ kind: 'code', write: ([x = '']) => write(x, axis), ...(own && { own: [own] }) }]
}

/** What pads before a module: nothing where the module itself can. */
export interface TorchPadding {
  readonly before: readonly TorchCall[]
  readonly padding: TorchArgument
}

/** PyTorch pads alike on both sides of an axis; anything else is a module of its own. */
export function torchPadding(
  sides: readonly Pair[],
  place: TorchPlace,
  value: number = 0,
): TorchPadding {
  const isEven = sides.every(([before, after]) => before === after)
  if (isEven && !place.apart)
    return { before: [], padding: { perAxis: sides.map(([before]) => before) } }
  return { before: [torchBorder(sides, value)], padding: 0 }
}

/** Last axis first, as PyTorch counts: (left, right, top, bottom). */
export function torchBorder(sides: readonly Pair[], value = 0): TorchModule {
  const flat = { perAxis: [...sides].reverse().flat() }
  const rank = sides.length
  if (value === 0)
    return nn(rank === 1 ? 'ConstantPad1d' : `ZeroPad${rank}d`, rank === 1 ? [flat, 0] : [flat])
  const word = value > 0 ? 'inf' : '-inf'
  return nn(`ConstantPad${rank}d`, [flat, { code: `float("${word}")` }])
}
