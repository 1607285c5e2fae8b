// A training step without its numbers: every layer in the order of execution, then the gradients in reverse, and who
// still holds which tensor. It follows engine/compile and TensorFlow's kernels; the bench measures both (memory.ts).
import type { Kept } from '../layers/define.ts'
import { type Buffers, createBuffers, hold, make, mark, release } from './buffers.ts'
import { elements } from './facts.ts'
import { keptBy } from './kept.ts'
import type { Layer, Network } from './network.ts'
import type { StepSettings } from './step-settings.ts'

/** A layer in the simulation. */
interface Step {
  readonly layer: Layer
  /** The steps that it reads, and which output of each. */
  readonly sources: readonly Step[]
  /** A gradient runs through it. */
  readonly varies: boolean
  readonly kept: Kept
  /** Per output: its bytes, who holds it from when it is made, its buffer, the gradients that have reached it. */
  readonly bytes: number[]
  readonly holds: number[]
  readonly buffers: number[]
  readonly gradients: (number[] | undefined)[]
  /** The buffer of what it keeps beside its input and output. */
  extra: number
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
  const steps = new Map<string, Step>()
  for (const layer of layers)
    if (layer.reached && layer.outputShapes) steps.set(layer.id, stepOf(layer, steps, width))
  const ends = outputs.flatMap(id => steps.get(id) ?? [])
  for (const end of ends) hands(end, 0, 1)
  const order = [...steps.values()]
  const copied = copiesBatch(layers, settings)
  for (const step of order) forward(run, step, copied)
  for (const end of ends) end.gradients[0] = [make(run.buffers, end.bytes[0] ?? 0, 1)]
  for (let at = order.length - 1; at >= 0; at--) {
    const step = order[at]
    if (step?.varies) backward(run, step)
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

function stepOf(layer: Layer, before: ReadonlyMap<string, Step>, width: number): Step {
  const sources = layer.inputs.flatMap(source => before.get(source.layer) ?? [])
  const learns = layer.trainableCount > 0 || layer.weightsOf !== layer.id
  const varies = learns || sources.some(source => source.varies)
  const kept = varies ? keptBy(layer) : nothing
  const bytes = (layer.outputShapes ?? []).map(shape => elements(shape) * width)
  const holds = bytes.map(() => (kept.output ? 1 : 0))
  const step = { layer, sources, varies, kept, bytes, holds, buffers: [], gradients: [], extra: -1 }
  // A reader holds what it reads until it has run, and until its gradient has where that reads it again.
  for (const [at, source] of sources.entries())
    hands(source, layer.inputs[at]?.output ?? 0, kept.input ? 2 : 1)
  return step
}

function hands(source: Step, output: number, count: number): void {
  source.holds[output] = (source.holds[output] ?? 0) + count
}

function forward({ buffers, width }: Run, step: Step, copied: boolean): void {
  const { layer, bytes, holds, kept } = step
  const read = step.sources.map((source, at) => source.buffers[layer.inputs[at]?.output ?? 0] ?? -1)
  const [first = -1] = read
  const isView = layer.declaration?.view === true
  for (const [output, size] of bytes.entries()) {
    const count = holds[output] ?? 0
    const over = overwrites(layer) && buffers.holds[first] === 1 && buffers.sizes[first] === size
    if (first >= 0 && (isView || over)) {
      hold(buffers, first, count)
      step.buffers.push(first)
    } else step.buffers.push(make(buffers, layer.type === 'input' && !copied ? 0 : size, count))
  }
  if (kept.extra) step.extra = make(buffers, kept.extra * width, 1)
  mark(buffers, layer.id, 0)
  for (const buffer of read) if (buffer >= 0) release(buffers, buffer)
}

/** Elementwise layers write over what they read where nobody else needs it. */
function overwrites({ type, declaration }: Layer): boolean {
  const group = declaration?.group
  return type === 'add' || group === 'activation' || group === 'regularization'
}

function backward(run: Run, step: Step): void {
  const { buffers, settings } = run
  const { layer } = step
  const arrived: number[] = []
  for (const parts of step.gradients)
    if (parts) arrived.push(throughActivation(run, step, summed(run, parts)))
  const [first] = arrived
  if (first !== undefined)
    for (const [at, source] of step.sources.entries()) {
      if (!source.varies) continue
      const output = layer.inputs[at]?.output ?? 0
      const gradient = gradientOfInput(run, step, first, source.bytes[output] ?? 0)
      const parts = source.gradients[output]
      if (parts) parts.push(gradient)
      else source.gradients[output] = [gradient]
    }
  // oneDNN reads a layer's weights in an order of its own.
  mark(buffers, layer.id, 4 * layer.trainableCount + searchBytes(step, settings))
  for (const gradient of arrived) release(buffers, gradient)
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

/** A gradient passes a layer's activation before it reaches the layer's own inputs and weights. */
function throughActivation({ buffers }: Run, { layer }: Step, dy: number): number {
  const activation = layer.params?.activation ?? 'linear'
  if (layer.declaration?.group === 'activation' || activation === 'linear') return dy
  const before = make(buffers, buffers.sizes[dy] ?? 0, 1)
  mark(buffers, layer.id, 0)
  release(buffers, dy)
  return before
}

/** Sums and views pass a gradient on as it is. */
function gradientOfInput({ buffers }: Run, { layer }: Step, dy: number, size: number): number {
  const passes = layer.declaration?.view === true || layer.type === 'add'
  if (!passes || buffers.sizes[dy] !== size) return make(buffers, size, 1)
  hold(buffers, dy, 1)
  return dy
}

/** The gradient of a maximum looks for it again: a copy of the output, and 64 bits for every place. */
function searchBytes({ layer, bytes }: Step, { batchSize }: StepSettings): number {
  if (!layer.type.startsWith('maxPooling')) return 0
  return (bytes[0] ?? 0) + (layer.activationBytes / 4) * batchSize * 8
}

function letGo({ buffers }: Run, { layer, sources, kept, buffers: own, extra }: Step): void {
  if (kept.input)
    for (const [at, source] of sources.entries()) {
      const buffer = source.buffers[layer.inputs[at]?.output ?? 0] ?? -1
      if (buffer >= 0) release(buffers, buffer)
    }
  if (kept.output) for (const buffer of own) release(buffers, buffer)
  if (extra >= 0) release(buffers, extra)
}
