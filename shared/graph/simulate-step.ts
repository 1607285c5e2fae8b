// A training step without its numbers: every layer in the order of execution, then the gradients in reverse, and who
// still holds which tensor. It follows engine/compile and TensorFlow's kernels; the bench measures both (memory.ts).
import type { Kept } from '../layers/define.ts'
import { type Buffers, createBuffers, hold, make, mark, release } from './buffers.ts'
import type { Layer, Network } from './network.ts'
import { copiesBatch } from './step-lanes.ts'
import type { StepSettings } from './step-settings.ts'
import { type Traits, traitsOf } from './step-traits.ts'

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
  /** Its gradient is followed by that of a convolution's input: threads have something else to do. */
  readonly hurries: boolean
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

interface Run {
  readonly buffers: Buffers
  readonly settings: StepSettings
  /** Bytes of one number for the whole batch. */
  readonly width: number
  /** Sums of 16 bits are not written over what they add (engine/compile/keep-apart.ts). */
  readonly apart: boolean
  readonly lanes: number
  /** Bytes of weight decay that wait for their gradients. */
  decays: number
}

const nothing: Kept = {}

/** The most bytes that live at once beside weights, slots and the batch itself, and at which layer that is. */
export function simulateStep(
  { layers, outputs }: Pick<Network, 'layers' | 'outputs'>,
  settings: StepSettings,
  lanes: number,
): Pick<Buffers, 'peak' | 'updates' | 'at'> {
  const run = startRun(layers, settings, lanes)
  const { width } = run
  const given = new Map<string, readonly Value[]>()
  const steps: Step[] = []
  let hurries = false
  for (const layer of layers) {
    if (!layer.reached || !layer.outputShapes) continue
    const step = stepOf(layer, given, width, hurries)
    if (step.traits.reorders && step.reads[0]?.varies === true) hurries = true
    given.set(layer.id, step.gives)
    steps.push(step)
  }
  const ends = outputs.flatMap(id => given.get(id)?.[0] ?? [])
  for (const end of ends) end.holds += 1
  const copied = copiesBatch(settings, lanes)
  for (const step of steps) forward(run, step, copied)
  for (const end of ends) end.gradients = [make(run.buffers, end.bytes, 1)]
  for (let at = steps.length - 1; at >= 0; at--) {
    const step = steps[at]
    if (step?.gives[0]?.varies) backward(run, step)
  }
  return run.buffers
}

function startRun(layers: readonly Layer[], settings: StepSettings, lanes: number): Run {
  const { batchSize, optimizer, precision } = settings
  const apart = precision === 'mixedBfloat16'
  let decays = 0
  // A weight's decay needs nothing but the weight: TensorFlow computes all of them at the start of the step.
  if ((optimizer.weightDecay ?? 0) > 0)
    for (const { trainableCount } of layers) decays += 4 * trainableCount
  return {
    buffers: createBuffers(),
    settings,
    width: batchSize * (apart ? 2 : 4),
    apart,
    lanes,
    decays,
  }
}

function stepOf(
  layer: Layer,
  given: ReadonlyMap<string, readonly Value[]>,
  width: number,
  hurries: boolean,
): Step {
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
  return { layer, traits, kept, reads, gives, extra: -1, hurries }
}

function forward(run: Run, step: Step, copied: boolean): void {
  const { buffers, width } = run
  const { layer, traits, gives, reads, kept } = step
  const overwrites = traits.overwrites && !(run.apart && traits.isSum)
  const first = reads[0]?.buffer ?? -1
  for (const value of gives) {
    const { bytes } = value
    const over = overwrites && buffers.holds[first] === 1 && buffers.sizes[first] === bytes
    if (first >= 0 && (traits.isView || over)) {
      hold(buffers, first, value.holds)
      value.buffer = first
    } else value.buffer = make(buffers, layer.type === 'input' && !copied ? 0 : bytes, value.holds)
  }
  if (kept.extra) step.extra = make(buffers, kept.extra * width, 1)
  mark(buffers, layer.id, 0, run.decays)
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
  const passing = searchBytes(run, step) + (step.kept.passing ?? 0) * run.width
  mark(buffers, layer.id, passing, run.decays + updateBytes(run, step))
  if (run.decays > 0) run.decays -= 4 * layer.trainableCount
  if (waits(run, step)) return
  for (const { gradients } of gives) if (gradients) release(buffers, gradients[0] ?? -1)
  letGo(run, step)
}

/** Multiply-accumulates of a whole batch from which on the gradient of a kernel was seen to wait. */
const long = 1e9

/**
 * In lanes every thread follows a chain of gradients of inputs; the gradient of a kernel, ready at the same time, waits
 * until a thread has nothing else. Those of U-Net's last convolutions run at the end of the step, and what they read
 * lives until then. It is done at once where no more gradients of inputs follow (the second convolution of cnn-32), and
 * where convolutions are so short that threads often wait for each other (LeNet).
 */
function waits({ lanes, settings }: Run, { layer, traits, hurries }: Step): boolean {
  if (lanes === 1 || !hurries || !traits.reorders || layer.trainableCount === 0) return false
  return layer.macs * settings.batchSize > long
}

/** Several gradients of one value become one, in the place of one that nobody else holds. */
function summed({ buffers, apart }: Run, parts: readonly number[]): number {
  const [first = -1] = parts
  if (parts.length === 1) return first
  const own = apart ? undefined : parts.find(part => buffers.holds[part] === 1)
  const sum = own ?? make(buffers, buffers.sizes[first] ?? 0, 1)
  for (const part of parts) if (part !== own) release(buffers, part)
  return sum
}

function throughActivation(run: Run, { layer, traits }: Step, dy: number): number {
  const { buffers } = run
  if (!traits.activates) return dy
  const before = make(buffers, buffers.sizes[dy] ?? 0, 1)
  mark(buffers, layer.id, 0, run.decays)
  release(buffers, dy)
  return before
}

function gradientOfInput({ buffers }: Run, { traits }: Step, dy: number, size: number): number {
  if (!traits.passesOn || buffers.sizes[dy] !== size) return make(buffers, size, 1)
  hold(buffers, dy, 1)
  return dy
}

/**
 * While a layer's weights are learned there live the gradient of each lane and, because the gradient of its input may
 * still read the weights as they were, a copy with their new values. An update is applied as soon as its gradient
 * stands, so the layers after it have none of these. Of a convolution oneDNN orders the weights that it reads and the
 * gradient that it writes in its own way, beside TensorFlow's.
 */
function updateBytes({ lanes }: Run, { layer, traits }: Step): number {
  return 4 * layer.trainableCount * (lanes + 1 + (traits.reorders ? 2 : 0))
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
