// Penalties, constraints and smoothed labels beside Keras: gradients, three steps of descent, the weights after them.
import { readFileSync } from 'node:fs'
import { beforeAll, expect, it } from 'vitest'
import type { Compilation } from '../../../engine/compile/compilation.ts'
import { compileNetwork } from '../../../engine/compile/compile-network.ts'
import { openSession } from '../../../engine/compile/session.ts'
import type { LabelledBatch } from '../../../engine/compile/session-types.ts'
import type { Loss, NetworkDocument } from '../../../shared/document/types.ts'
import { describeWithPython, runPythonJson } from '../../python.ts'
import { drawing, soundNetwork } from './networks.ts'

const program = readFileSync(new URL('weight-rules.py', import.meta.url), 'utf8')

interface Answer {
  readonly gradients: Readonly<Record<string, readonly number[]>>
  readonly losses: readonly number[]
  readonly evaluated: number
  readonly weights: Readonly<Record<string, readonly number[]>>
}

const network = (units: number, activation: string) =>
  drawing('ruled', [
    { id: 'image', type: 'input', params: { shape: [6, 5, 2] } },
    {
      id: 'norm',
      type: 'batchNormalization',
      params: { gammaRegularizer: { l1: 0.1 }, betaConstraint: 'unitNorm' },
    },
    {
      id: 'conv',
      type: 'conv2d',
      params: {
        filters: 4,
        kernelSize: 3,
        activation: 'tanh',
        kernelRegularizer: { l1: 0.01, l2: 0.02 },
        biasRegularizer: { l2: 0.3 },
        kernelConstraint: { kind: 'maxNorm', maxValue: 0.9, axis: [0, 1, 2] },
      },
    },
    {
      id: 'deep',
      type: 'depthwiseConv2d',
      params: {
        kernelSize: 2,
        depthwiseRegularizer: { l1: 0.03 },
        depthwiseConstraint: {
          kind: 'minMaxNorm',
          minValue: 0.2,
          maxValue: 0.6,
          rate: 0.5,
          axis: [0, 1],
        },
      },
    },
    { id: 'flat', type: 'flatten' },
    {
      id: 'frozen',
      type: 'dense',
      params: {
        units: 6,
        trainable: false,
        kernelRegularizer: { l2: 5 },
        kernelConstraint: 'nonNeg',
      },
    },
    {
      id: 'hidden',
      type: 'dense',
      params: {
        units: 5,
        activation: 'tanh',
        kernelConstraint: { kind: 'maxNorm', maxValue: 0.7 },
        biasConstraint: 'nonNeg',
      },
    },
    {
      id: 'scores',
      type: 'dense',
      params: { units, activation, kernelRegularizer: { l2: 0.05 } },
    },
  ])

interface Case {
  readonly name: string
  readonly loss: Loss
  readonly units: number
  readonly smoothing: number
}

const cases: readonly Case[] = [
  { name: 'classes', loss: 'categoricalCrossentropy', units: 3, smoothing: 0 },
  { name: 'smoothed classes', loss: 'categoricalCrossentropy', units: 3, smoothing: 0.2 },
  { name: 'smoothed yes and no', loss: 'binaryCrossentropy', units: 2, smoothing: 0.3 },
]

const count = 8

/** Numbers without a pattern that a mistake could hide in, the same in every run. */
function numbers(length: number, seed: number, spread: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => spread * Math.sin((i + 1) * 12.9898 * seed))
}

async function train({ loss, units, smoothing }: Case) {
  const isBinary = loss === 'binaryCrossentropy'
  const optimizer = { kind: 'sgd', learningRate: 0.2 } as const
  const document = network(units, isBinary ? 'sigmoid' : 'softmax')
  const smoothed = smoothing > 0 && { labelSmoothing: smoothing }
  const settings = { loss, optimizer, seed: 1, ...smoothed }
  const compilation = compileNetwork(soundNetwork(document), settings)
  const session = await openSession(compilation)
  try {
    session.init()
    const weights = new Map(
      [...session.readWeights()].map(([name, values], at) => [
        name,
        // Variances are above 0, everything else of both signs and away from the bounds.
        numbers(values.length, at + 1, 0.6).map(v => (name.endsWith('Variance') ? 1 + v * v : v)),
      ]),
    )
    session.writeWeights(weights)
    const x = numbers(count * 60, 0.37, 1)
    const classes = Int32Array.from({ length: count }, (_, i) => (i * 7) % units)
    const flags = Float32Array.from({ length: count * units }, (_, i) => Number(i % 3 === 0))
    const y = isBinary ? flags : classes
    const batch = { inputs: { image: x }, labels: { scores: y }, count }
    const free = compileNetwork(soundNetwork(unconstrained(document)), settings)
    const gradients = await gradientsOf(free, weights, batch)
    const losses = [0, 1, 2].map(step => session.train({ ...batch, step, learningRate: 0.2 }).loss)
    const evaluated = session.evaluate(batch).loss
    const input = {
      weights: Object.fromEntries([...weights].map(([name, values]) => [name, [...values]])),
      x: [...x],
      y: [...y],
      units,
      smoothing,
      binary: isBinary,
    }
    return { input, gradients, losses, evaluated, weights: session.readWeights() }
  } finally {
    session.close()
  }
}

function unconstrained(document: NetworkDocument): NetworkDocument {
  const nodes = document.nodes.map(node => ({
    ...node,
    params: Object.fromEntries(
      Object.entries(node.params ?? {}).filter(([name]) => !name.endsWith('Constraint')),
    ),
  }))
  return { ...document, nodes }
}

const farStep = 1024

/** What one step of plain descent takes away, over a rate so large that nothing of it is rounded off. */
async function gradientsOf(
  compilation: Compilation,
  weights: ReadonlyMap<string, Float32Array>,
  batch: LabelledBatch,
): Promise<ReadonlyMap<string, Float32Array>> {
  const session = await openSession(compilation)
  try {
    session.init()
    session.writeWeights(weights)
    session.train({ ...batch, step: 0, learningRate: farStep })
    return new Map(
      [...session.readWeights()].map(([name, after]) => [
        name,
        after.map((value, i) => ((weights.get(name)?.[i] ?? 0) - value) / farStep),
      ]),
    )
  } finally {
    session.close()
  }
}

function difference(ours: Float32Array | undefined, theirs: readonly number[]): number {
  const largest = Math.max(...theirs.map(Math.abs), 1e-3)
  return (
    Math.max(...theirs.map((value, i) => Math.abs(value - (ours?.[i] ?? Number.NaN)))) / largest
  )
}

describeWithPython('Rules for weights', () => {
  let ours: readonly Awaited<ReturnType<typeof train>>[]
  let answers: readonly Answer[]
  beforeAll(async () => {
    ours = await Promise.all(cases.map(train))
    const input = ours.map(({ input }) => input)
    answers = (await runPythonJson(program, { input, timeoutSeconds: 250 })) as readonly Answer[]
  }, 300_000)

  it.each(cases.map(({ name }, at) => [name, at] as const))('train as in Keras: %s', (_, at) => {
    const [mine, theirs] = [ours[at], answers[at]]
    if (!mine || !theirs) throw new Error('a case was not run')
    expect(Object.keys(theirs.gradients)).toHaveLength(10)
    for (const [name, gradient] of Object.entries(theirs.gradients))
      expect(difference(mine.gradients.get(name), gradient), name).toBeLessThanOrEqual(1e-5)
    for (const [step, loss] of theirs.losses.entries())
      expect(Math.abs((mine.losses[step] ?? Number.NaN) - loss) / loss).toBeLessThanOrEqual(1e-5)
    const reported = Math.abs(mine.evaluated - theirs.evaluated) / theirs.evaluated
    expect(reported).toBeLessThanOrEqual(1e-5)
    for (const [name, values] of Object.entries(theirs.weights))
      expect(difference(mine.weights.get(name), values), name).toBeLessThanOrEqual(1e-5)
  })
})
