// A training step without its numbers: every layer in the order of execution, then the gradients in reverse, and who
// still holds which tensor. It follows engine/compile and TensorFlow's kernels; the bench measures both (memory.ts).
import type { Kept } from '../layers/define.ts'
import { type Buffers, createBuffers, hold, make, mark, release } from './buffers.ts'
import { elements, type Facts } from './facts.ts'
import { keptBy } from './kept.ts'
import type { Layer, Network } from './network.ts'
import type { StepSettings } from './step-settings.ts'

/** A layer in the simulation. */
interface Step {
  readonly layer: Layer
  readonly traits: Traits
  /** What it keeps; nothing where no gradient comes. */
  readonly kept: Kept
  /** The values that it reads, in the order of its inputs. */
  readonly reads: readonly Value[]
  readonly gives: readonly Value[]
  /** The buffer of what it keeps beside its input and output. */
  extra: number
}

/** An output of a layer. */
interface Value {
  readonly bytes: number
  /** A gradient runs through it. */
  readonly varies: boolean
  /** Who holds it from when it is made. */
  holds: number
  buffer: number
  /** The gradients that have reached it. */
  gradients: number[] | undefined
}

/** What the simulation asks of a layer. Those that agree in their facts share it. */
interface Traits {
  readonly kept: Kept
  /** How many numbers every output holds. */
  readonly sizes: readonly number[]
  readonly isView: boolean
  /** Elementwise: it writes over what it reads where nobody else needs that. */
  readonly overwrites: boolean
  /** Sums and views pass a gradient on as it is. */
  readonly passesOn: boolean
  /** A gradient passes its activation before it reaches the layer's own inputs and weights. */
  readonly activates: boolean
  /** Its gradient looks for the maximum again. */
  readonly searches: boolean
}

interface Run {
  readonly buffers: Buffers
  readonly settings: StepSettings
  /** Bytes of one number for the whole batch. */
  readonly width: number
}

const nothing: Kept = {}

/** The most bytes that live at once beside weights, slots and the batch itself, and at which layer that is. */
export function simulateStep(
  { layers, outputs }: Pick<Network, 'layers' | 'outputs'>,
  settings: StepSettings,
): { readonly peak: number; readonly at: string | null } {
  const width = settings.batchSize * (settings.precision === 'mixedBfloat16' ? 2 : 4)
  const run: Run = { buffers: createBuffers(), settings, width }
  const given = new Map<string, readonly Value[]>()
  const steps: Step[] = []
  for (const layer of layers) {
    if (!layer.reached || !layer.outputShapes) continue
    const step = stepOf(layer, given, width)
    given.set(layer.id, step.gives)
    steps.push(step)
  }
  const ends = outputs.flatMap(id => given.get(id)?.[0] ?? [])
  for (const end of ends) end.holds += 1
  const copied = copiesBatch(layers, settings)
  for (const step of steps) forward(run, step, copied)
  for (const end of ends) end.gradients = [make(run.buffers, end.bytes, 1)]
  for (let at = steps.length - 1; at >= 0; at--) {
    const step = steps[at]
    if (step?.gives[0]?.varies) backward(run, step)
  }
  return run.buffers
}

/** In full precision the input layer hands on the batch itself, unless it is scaled, or cut into lanes. */
function copiesBatch(layers: readonly Layer[], settings: StepSettings): boolean {
  const { precision, standardize } = settings
  return precision === 'mixedBfloat16' || standardize || runsInLanes(layers, settings)
}

/** Whether a trainer with two threads cuts the batch for them (engine/train/thread-plan.ts). */
export function runsInLanes(layers: readonly Layer[], { batchSize }: StepSettings): boolean {
  let trainable = 0
  let activations = 0
  for (const { trainableCount, activationBytes, declaration, params } of layers) {
    if (params !== null && declaration?.mixesExamples?.(params) === true) return false
    trainable += trainableCount
    activations += activationBytes / 4
  }
  return batchSize > 1 && trainable <= activations * batchSize
}

const known = new WeakMap<Facts, Traits>()

function traitsOf(layer: Layer): Traits {
  const before = known.get(layer.facts)
  if (before) return before
  const { type, declaration, params, outputShapes } = layer
  const group = declaration?.group
  const isView = declaration?.view === true
  const traits: Traits = {
    kept: keptBy(layer),
    sizes: (outputShapes ?? []).map(elements),
    isView,
    overwrites: type === 'add' || group === 'activation' || group === 'regularization',
    passesOn: isView || type === 'add',
    activates: group !== 'activation' && (params?.activation ?? 'linear') !== 'linear',
    searches: type.startsWith('maxPooling'),
  }
  known.set(layer.facts, traits)
  return traits
}

function stepOf(layer: Layer, given: ReadonlyMap<string, readonly Value[]>, width: number): Step {
  const traits = traitsOf(layer)
  let varies = layer.trainableCount > 0 || layer.weightsOf !== layer.id
  const reads: Value[] = []
  for (const { layer: id, output } of layer.inputs) {
    const value = given.get(id)?.[output]
    if (!value) continue
    reads.push(value)
    if (value.varies) varies = true
  }
  const kept = varies ? traits.kept : nothing
  const holds = kept.output ? 1 : 0
  const gives = traits.sizes.map(
    (size): Value => ({ bytes: size * width, varies, holds, buffer: -1, gradients: undefined }),
  )
  // A reader holds what it reads until it has run, and until its gradient has where that reads it again.
  for (const value of reads) value.holds += kept.input ? 2 : 1
  return { layer, traits, kept, reads, gives, extra: -1 }
}

function forward({ buffers, width }: Run, step: Step, copied: boolean): void {
  const { layer, traits, gives, reads, kept } = step
  const first = reads[0]?.buffer ?? -1
  for (const value of gives) {
    const { bytes } = value
    const over = traits.overwrites && buffers.holds[first] === 1 && buffers.sizes[first] === bytes
    if (first >= 0 && (traits.isView || over)) {
      hold(buffers, first, value.holds)
      value.buffer = first
    } else value.buffer = make(buffers, layer.type === 'input' && !copied ? 0 : bytes, value.holds)
  }
  if (kept.extra) step.extra = make(buffers, kept.extra * width, 1)
  mark(buffers, layer.id, 0)
  for (const { buffer } of reads) if (buffer >= 0) release(buffers, buffer)
}

function backward(run: Run, step: Step): void {
  const { buffers } = run
  const { layer, reads, gives } = step
  let first = -1
  for (const value of gives) {
    if (!value.gradients) continue
    const arrived = throughActivation(run, step, summed(run, value.gradients))
    value.gradients = [arrived]
    if (first < 0) first = arrived
  }
  if (first >= 0)
    for (const source of reads) {
      if (!source.varies) continue
      const gradient = gradientOfInput(run, step, first, source.bytes)
      if (source.gradients) source.gradients.push(gradient)
      else source.gradients = [gradient]
    }
  // oneDNN reads a layer's weights in an order of its own.
  mark(buffers, layer.id, 4 * layer.trainableCount + searchBytes(run, step))
  for (const { gradients } of gives) if (gradients) release(buffers, gradients[0] ?? -1)
  letGo(run, step)
}

/** Several gradients of one value become one, in the place of one that nobody else holds. */
function summed({ buffers }: Run, parts: readonly number[]): number {
  const [first = -1] = parts
  if (parts.length === 1) return first
  const own = parts.find(part => buffers.holds[part] === 1)
  const sum = own ?? make(buffers, buffers.sizes[first] ?? 0, 1)
  for (const part of parts) if (part !== own) release(buffers, part)
  return sum
}

function throughActivation({ buffers }: Run, { layer, traits }: Step, dy: number): number {
  if (!traits.activates) return dy
  const before = make(buffers, buffers.sizes[dy] ?? 0, 1)
  mark(buffers, layer.id, 0)
  release(buffers, dy)
  return before
}

function gradientOfInput({ buffers }: Run, { traits }: Step, dy: number, size: number): number {
  if (!traits.passesOn || buffers.sizes[dy] !== size) return make(buffers, size, 1)
  hold(buffers, dy, 1)
  return dy
}

/** The gradient of a maximum looks for it again: a copy of the output, and 64 bits for every place. */
function searchBytes({ settings }: Run, { layer, traits, gives }: Step): number {
  if (!traits.searches) return 0
  return (gives[0]?.bytes ?? 0) + (layer.activationBytes / 4) * settings.batchSize * 8
}

function letGo({ buffers }: Run, { kept, reads, gives, extra }: Step): void {
  if (kept.input) for (const { buffer } of reads) if (buffer >= 0) release(buffers, buffer)
  if (kept.output) for (const { buffer } of gives) release(buffers, buffer)
  if (extra >= 0) release(buffers, extra)
}
