// What one layer costs, in training and in use.
import type { Weight } from '../layers/define.ts'
import { elements, perPort } from './facts.ts'
import { keptBy } from './kept.ts'
import type { Layer } from './network.ts'
import { type StepSettings, slotsOf } from './step-settings.ts'

/** Sums of these over the layers of a block are the costs of the block. */
export interface Cost {
  /** Numbers that training changes. */
  readonly trainable: number
  /** Numbers that it would change if the layer were not frozen. */
  readonly frozen: number
  /** Numbers that nobody learns: moving statistics. */
  readonly notTrainable: number
  /** For one example, as all that follow up to the bytes. */
  readonly macs: number
  readonly flops: number
  /** Of the gradients with respect to inputs and weights. */
  readonly backwardFlops: number
  /** Outputs of convolutions and dense layers: the neurons of the papers. */
  readonly units: number
  /** Bytes of the outputs of one example in float32. */
  readonly activationBytes: number
  readonly weightBytes: number
  /** For the whole batch: what stays for the backward pass, weights, their gradients, the optimizer's slots. */
  readonly trainingBytes: number
  /** Bytes that the forward pass of the batch reads and writes. */
  readonly movedBytes: number
}

export const noCost: Cost = {
  trainable: 0,
  frozen: 0,
  notTrainable: 0,
  macs: 0,
  flops: 0,
  backwardFlops: 0,
  units: 0,
  activationBytes: 0,
  weightBytes: 0,
  trainingBytes: 0,
  movedBytes: 0,
}

export function sumOf(a: Cost, b: Cost): Cost {
  const keys = Object.keys(noCost) as (keyof Cost)[]
  return Object.fromEntries(keys.map(key => [key, a[key] + b[key]])) as unknown as Cost
}

/** Path ids of the layers that a gradient passes: those that learn, and all behind them. */
function varyingLayers(layers: readonly Layer[]): ReadonlySet<string> {
  const varying = new Set<string>()
  for (const layer of layers)
    if (learns(layer) || layer.inputs.some(source => varying.has(source.layer)))
      varying.add(layer.id)
  return varying
}

export function passesOf(layers: readonly Layer[]): Passes {
  const varying = varyingLayers(layers)
  return { varying, kept: keptNumbers(layers, varying) }
}

/** A tensor is counted once, where it was made, whoever keeps it; a view is what it shows. */
function keptNumbers(layers: readonly Layer[], varying: ReadonlySet<string>) {
  const kept = new Map<string, number>()
  const owners = new Map<string, Layer>()
  const whole = new Set<string>()
  const stays = (id: string) => {
    const owner = owners.get(id)
    if (owner && !whole.has(owner.id)) {
      whole.add(owner.id)
      kept.set(owner.id, (kept.get(owner.id) ?? 0) + owner.activationBytes / 4)
    }
  }
  for (const layer of layers) {
    const [source] = layer.inputs
    owners.set(layer.id, (layer.declaration?.view && owners.get(source?.layer ?? '')) || layer)
    if (!varying.has(layer.id)) continue
    const { input, output, extra } = keptBy(layer)
    if (extra) kept.set(layer.id, (kept.get(layer.id) ?? 0) + extra)
    if (output) stays(layer.id)
    if (input) for (const { layer: id } of layer.inputs) stays(id)
  }
  return kept
}

/** A user of shared weights learns with their owner. */
function learns(layer: Layer): boolean {
  return Object.values(layer.weights).some(weight => weight.trainable !== false)
}

export interface Passes {
  /** Layers that a gradient passes. */
  readonly varying: ReadonlySet<string>
  /** Numbers of one example that stay in memory at a layer until its gradient has passed. */
  readonly kept: ReadonlyMap<string, number>
}

export function costOf(layer: Layer, { varying, kept }: Passes, settings: StepSettings): Cost {
  const { macs, activationBytes, parameterCount, trainableCount } = layer
  const frozen = frozenCount(layer)
  const flops = 2 * macs + furtherFlops(layer)
  const bytes = settings.precision === 'mixedBfloat16' ? 2 : 4
  const stays = (kept.get(layer.id) ?? 0) * bytes * settings.batchSize
  const learned = 4 * trainableCount * (1 + slotsOf(settings.optimizer))
  const read = layer.inputShapes.reduce((sum, shape) => sum + elements(shape), 0)
  const moved = layer.declaration?.view ? 0 : read + activationBytes / 4
  return {
    trainable: trainableCount,
    frozen,
    notTrainable: parameterCount - trainableCount - frozen,
    macs,
    flops,
    backwardFlops: backwardFlops(layer, flops, varying),
    units: layer.declaration?.macs ? activationBytes / 4 : 0,
    activationBytes,
    weightBytes: 4 * parameterCount,
    trainingBytes: stays + 4 * parameterCount + learned,
    movedBytes: bytes * (moved * settings.batchSize + parameterCount),
  }
}

/** What is learned where the layer is not frozen, and is not learned as it is. */
function frozenCount({ declaration, params, inputShapes, weights, parameterCount }: Layer): number {
  if (params?.trainable !== false || parameterCount === 0 || !declaration?.weights) return 0
  const thawed: Readonly<Record<string, Weight>> = declaration.weights(
    { ...params, trainable: true },
    perPort(inputShapes),
  )
  return Object.entries(weights).reduce(
    (sum, [name, { shape }]) => sum + (thawed[name]?.trainable === false ? 0 : elements(shape)),
    0,
  )
}

/** Work that is not multiply-accumulates: of a declaration's own counting, else one operation a number. */
function furtherFlops({ declaration, params, inputShapes, outputShapes }: Layer): number {
  const [output] = outputShapes ?? []
  if (!declaration || !params || !output || declaration.view) return 0
  if (declaration.flops) return declaration.flops(params, perPort(inputShapes), output)
  if (declaration.macs || declaration.group === 'input' || declaration.group === 'shape') return 0
  return elements(output)
}

/** A product has a gradient as costly as itself for each of its factors that varies. */
function backwardFlops(layer: Layer, flops: number, varying: ReadonlySet<string>): number {
  if (!varying.has(layer.id)) return 0
  const passesOn = layer.inputs.some(source => varying.has(source.layer))
  if (layer.macs === 0) return flops
  return 2 * layer.macs * (Number(passesOn) + Number(learns(layer))) + (flops - 2 * layer.macs)
}
