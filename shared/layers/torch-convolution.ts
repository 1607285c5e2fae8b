// Convolutions in PyTorch: channels first, kernels as outputs × inputs × window.
import type {
  TorchArgument,
  TorchCall,
  TorchForm,
  TorchModule,
  TorchPlace,
} from '../emit/torch-call.ts'
import type { Activation } from './activations.ts'
import type { WindowValues } from './convolution.ts'
import type { Rank } from './spatial.ts'
import {
  axes,
  form,
  learns,
  nn,
  ownTorch,
  torchActivation,
  torchBorder,
  torchPadding,
  type Written,
} from './torch.ts'
import { reshape, transpose, transposed, weight } from './torch-weights.ts'
import { bordersOf } from './window.ts'

interface Values extends Omit<WindowValues, 'dilationRate'> {
  readonly activation: Activation
  readonly useBias: boolean
  readonly dilationRate?: readonly number[]
}

/** The window, and what comes around it: padding before, the activation behind. */
function slid(rank: Rank, p: Values, w: Written, place: TorchPlace) {
  const [x = []] = place.inputs
  const dilation = p.dilationRate ?? p.kernelSize.map(() => 1)
  const window = { size: p.kernelSize, strides: p.strides, dilation, padding: p.padding }
  const { before, padding } = torchPadding(bordersOf(window, x), place)
  const settings = {
    stride: axes(w.strides),
    padding,
    ...(p.dilationRate && { dilation: axes(w.dilationRate) }),
  }
  const after = torchActivation(p.activation, w.activation, rank + 1, 'first')
  return {
    channels: x[rank] ?? 1,
    settings,
    chain: (main: TorchCall) => form('first', ...before, main, ...after),
  }
}

const biasOf = (p: { readonly useBias: boolean }) => (p.useBias ? { bias: weight('bias') } : {})

/** [k…, in, out] becomes [out, in, k…]. */
function outFirst(rank: number): readonly number[] {
  return [rank + 1, rank, ...Array.from({ length: rank }, (_, axis) => axis)]
}

export function torchConvolution(rank: Rank) {
  return (
    p: Values & { readonly weightNormalization: boolean },
    w: Written,
    place: TorchPlace,
  ): TorchForm => {
    const { channels, settings, chain } = slid(rank, p, w, place)
    const list: readonly TorchArgument[] = [{ size: channels }, w.filters ?? 1, axes(w.kernelSize)]
    const args = { ...settings, groups: w.groups ?? 1, bias: w.useBias ?? true }
    return chain(nn(`Conv${rank}d`, list, args, { weights: kernelOf(p, rank), ...learned(p, w) }))
  }
}

function learned(p: { readonly weightNormalization: boolean }, w: Written): Partial<TorchModule> {
  return { ...learns(w), ...(p.weightNormalization && { weightNorm: true }) }
}

/** The kernel, or its direction and its lengths. */
function kernelOf(
  p: { readonly weightNormalization: boolean; readonly useBias: boolean },
  rank: number,
): TorchModule['weights'] {
  const kernel = transposed('kernel', outFirst(rank))
  if (!p.weightNormalization) return { weight: kernel, ...biasOf(p) }
  return {
    'parametrizations.weight.original0': given => {
      const { values } = given('gain')
      return reshape({ shape: [], values }, [values.length, ...Array<number>(rank + 1).fill(1)])
    },
    'parametrizations.weight.original1': kernel,
    ...biasOf(p),
  }
}

/** Outputs × inputs; nothing else is other than in a convolution of no axes. */
export function torchDense(
  p: {
    readonly weightNormalization: boolean
    readonly useBias: boolean
    readonly activation: Activation
    readonly dropConnect: number
  },
  w: Written,
  { inputs: [x = []] }: TorchPlace,
): TorchForm {
  const list = [{ size: x.at(-1) ?? 1 }, w.units ?? 1]
  const args = { bias: w.useBias ?? true }
  const rest = { weights: kernelOf(p, 0), ...learned(p, w) }
  const module =
    p.dropConnect > 0
      ? ownTorch('DropConnectLinear', [...list, w.dropConnect ?? 0], args, rest)
      : nn('Linear', list, args, rest)
  return form('last', module, ...torchActivation(p.activation, w.activation, x.length, 'last'))
}

interface Depthwise extends Values {
  readonly depthMultiplier: number
}

/** [k…, C, m] becomes [C·m, 1, k…]. */
function depthwiseKernel(name: string, rank: number): TorchModule['weights'][string] {
  const order = [rank, rank + 1, ...Array.from({ length: rank }, (_, axis) => axis)]
  return given => {
    const turned = transpose(given(name), order)
    const window = turned.shape.slice(2)
    return reshape(turned, [turned.values.length / size(window), 1, ...window])
  }
}

function size(shape: readonly number[]): number {
  return shape.reduce((total, length) => total * length, 1)
}

export function torchDepthwise(rank: Rank) {
  return (p: Depthwise, w: Written, place: TorchPlace): TorchForm => {
    const { channels, settings, chain } = slid(rank, p, w, place)
    const list = [{ size: channels }, { size: channels * p.depthMultiplier }, axes(w.kernelSize)]
    const args = { ...settings, groups: { size: channels }, bias: w.useBias ?? true }
    const weights = { weight: depthwiseKernel('kernel', rank), ...biasOf(p) }
    return chain(nn(`Conv${rank}d`, list, args, { weights, ...learns(w) }))
  }
}

export function torchSeparable(rank: Rank) {
  return (p: Depthwise, w: Written, place: TorchPlace): TorchForm => {
    const { channels, settings, chain } = slid(rank, p, w, place)
    const list = [{ size: channels }, w.filters ?? 1, axes(w.kernelSize)]
    const args = {
      ...settings,
      ...(p.depthMultiplier > 1 && { depth_multiplier: w.depthMultiplier ?? 1 }),
      bias: w.useBias ?? true,
    }
    const pointwise = transposed('pointwiseKernel', outFirst(rank))
    const weights = {
      'depthwise.weight': depthwiseKernel('depthwiseKernel', rank),
      'pointwise.weight': pointwise,
      ...(p.useBias && { 'pointwise.bias': weight('bias') }),
    }
    return chain(ownTorch(`SeparableConv${rank}d`, list, args, { weights, ...learns(w) }))
  }
}

interface Transposed extends Values {
  readonly outputPadding: readonly number[] | null
}

/** PyTorch crops alike on both sides and adds at the end; what it cannot do so is cut off behind it. */
export function torchTransposed(rank: Rank) {
  return (p: Transposed, w: Written, place: TorchPlace): TorchForm => {
    const [x = []] = place.inputs
    const lines = p.kernelSize.map((length, axis) => cutOf(p, x, place.output, axis, length))
    const fitting =
      !place.apart &&
      lines.every(
        ({ output }, axis) =>
          output >= 0 && output < Math.max(p.strides[axis] ?? 1, p.dilationRate?.[axis] ?? 1),
      )
    const args = {
      stride: axes(w.strides),
      padding: fitting ? { perAxis: lines.map(({ before }) => before) } : 0,
      output_padding: {
        perAxis: lines.map(({ output, after }) => (fitting ? output : Math.max(0, -after))),
      },
      dilation: axes(w.dilationRate),
      bias: w.useBias ?? true,
    }
    const list = [{ size: x[rank] ?? 1 }, w.filters ?? 1, axes(w.kernelSize)]
    // [k…, out, in] becomes [in, out, k…].
    const weights = { weight: transposed('kernel', outFirst(rank)), ...biasOf(p) }
    const main = nn(`ConvTranspose${rank}d`, list, args, { weights, ...learns(w) })
    const activation = torchActivation(p.activation, w.activation, rank + 1, 'first')
    if (fitting) return form('first', main, ...activation)
    // Positions that no window writes are made by the module: they hold the bias too.
    const sides = lines.map(({ before, after }) => [-before, -Math.max(after, 0)] as const)
    return form('first', main, torchBorder(sides), ...activation)
  }
}

/** What is cut off before and after the whole result, and what PyTorch calls output padding for that. */
function cutOf(
  p: Transposed,
  x: readonly number[],
  output: readonly number[],
  axis: number,
  length: number,
) {
  const [size = 1, wanted = 1, stride = 1, rate = 1] = [
    x[axis],
    output[axis],
    p.strides[axis],
    p.dilationRate?.[axis],
  ]
  const whole = (size - 1) * stride + (length - 1) * rate + 1
  const before =
    p.padding === 'same'
      ? Math.floor(Math.max(whole - wanted, 0) / 2)
      : typeof p.padding === 'string'
        ? 0
        : ((p.padding as readonly (readonly number[])[])[axis]?.[0] ?? 0)
  return { before, after: whole - before - wanted, output: wanted - (whole - 2 * before) }
}

interface Local extends Values {
  readonly kernelSize: readonly number[]
}

export function torchLocal(rank: Rank) {
  return (p: Local, w: Written, place: TorchPlace): TorchForm => {
    const [x = []] = place.inputs
    const window = {
      size: p.kernelSize,
      strides: p.strides,
      dilation: p.kernelSize.map(() => 1),
      padding: p.padding,
    }
    const sides = bordersOf(window, x)
    const positions = place.output.slice(0, rank)
    const list = [
      { size: x[rank] ?? 1 },
      w.filters ?? 1,
      axes(w.kernelSize),
      positions.map(length => length),
    ]
    const args = { stride: axes(w.strides), bias: w.useBias ?? true }
    const before = sides.flat().some(side => side > 0) || place.apart ? [torchBorder(sides)] : []
    const weights = { weight: weight('kernel'), ...biasOf(p) }
    const main = ownTorch('LocallyConnected', list, args, { weights, ...learns(w) })
    return form(
      'first',
      ...before,
      main,
      ...torchActivation(p.activation, w.activation, rank + 1, 'first'),
    )
  }
}
