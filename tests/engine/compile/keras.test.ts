// The whole compiler beside Keras: same weights, same batches, same optimizer.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Compilation } from '../../../engine/compile/compilation.ts'
import { compileNetwork } from '../../../engine/compile/compile-network.ts'
import { openSession } from '../../../engine/compile/session.ts'
import type { BatchResult, Prediction, Session } from '../../../engine/compile/session-types.ts'
import type { Optimizer } from '../../../shared/document/types.ts'
import { describeWithPython } from '../../python.ts'
import {
  type KerasJob,
  type KerasResult,
  randomBatch,
  relativeDifference,
  runKeras,
} from './keras-check.ts'
import {
  normalized,
  plain,
  rectified,
  shared,
  smallNetworks,
  soundNetwork,
  type TestNetwork,
  twoHeads,
} from './networks.ts'

interface Case {
  readonly name: string
  readonly network: TestNetwork
  readonly optimizer: Optimizer
  readonly steps: number
}

const adam: Optimizer = { kind: 'adam', learningRate: 0.01 }
const optimizers: readonly Optimizer[] = [
  { kind: 'sgd', learningRate: 0.1 },
  { kind: 'momentum', learningRate: 0.05 },
  { kind: 'sgd', learningRate: 0.05, momentum: 0.7, nesterov: true },
  adam,
  { kind: 'momentum', learningRate: 0.05, weightDecay: 0.1 },
]
const classes = { loss: 'categoricalCrossentropy' } as const

const forward: readonly Case[] = smallNetworks.map(network => ({
  name: network.document.name,
  network,
  optimizer: adam,
  steps: 0,
}))
// Dropout draws other numbers in Keras, so it is not trained beside it.
const losses: readonly Case[] = smallNetworks
  .filter(({ document }) => document.name !== 'dropped')
  .map(network => ({
    name: `one step of ${network.document.name}`,
    network,
    optimizer: { kind: 'sgd', learningRate: 0.1 },
    steps: 1,
  }))
const trained: readonly Case[] = [plain, normalized, shared].flatMap(document =>
  optimizers.map(optimizer => ({
    name: `${document.name} with ${JSON.stringify(optimizer)}`,
    network: { document, settings: classes },
    optimizer,
    steps: 3,
  })),
)
// 6 examples: 3 and 3, or 1, 1, 2 and 2. Adam divides by roots of gradients near 0: there roundings become steps.
const together: readonly Case[] = [normalized, rectified].flatMap(document =>
  [1, 2, 4].flatMap(lanes =>
    optimizers
      .filter(({ kind }) => kind !== 'adam')
      .map(optimizer => ({
        name: `${document.name} in lanes: ${lanes}, with ${JSON.stringify(optimizer)}`,
        network: { document, settings: { ...classes, lanes } },
        optimizer,
        steps: 3,
      })),
  ),
)
const heads: Case = {
  name: 'two heads with decay',
  network: {
    document: twoHeads,
    settings: { ...classes, losses: { place: { loss: 'meanAbsoluteError', weight: 2 } } },
  },
  optimizer: { kind: 'adam', learningRate: 0.01, weightDecay: 0.05 },
  steps: 3,
}
const cases = [...forward, ...losses, ...trained, ...together, heads]

interface Ours {
  readonly results: readonly BatchResult[]
  readonly weights: ReadonlyMap<string, Float32Array>
  readonly outputs: Readonly<Record<string, Prediction>>
}

function compile({ network, optimizer }: Case): Compilation {
  const settings = { ...network.settings, optimizer, seed: 11 }
  return compileNetwork(soundNetwork(network.document), settings)
}

function run(
  test: Case,
  compilation: Compilation,
  session: Session,
): { job: KerasJob; ours: Ours } {
  session.init()
  const weights = spread(session.readWeights())
  session.writeWeights(weights)
  const batches = Array.from({ length: test.steps }, (_, step) =>
    randomBatch(compilation, 6, step + 1),
  )
  const results = batches.map((batch, step) =>
    session.train({ ...batch, step, learningRate: test.optimizer.learningRate }),
  )
  const probe = randomBatch(compilation, 7, 99)
  const ours = {
    results,
    weights: session.readWeights(),
    outputs: session.predict(probe.inputs, 7),
  }
  const { document } = test.network
  const train = test.steps > 0 && { train: { optimizer: test.optimizer, batches } }
  return { job: { document, compilation, weights, probe, ...train }, ours }
}

/** Biases and moving means start at 0, where a swapped weight would go unseen: move them. */
function spread(weights: ReadonlyMap<string, Float32Array>): ReadonlyMap<string, Float32Array> {
  return new Map(
    [...weights].map(([name, values]) => [
      name,
      name.endsWith('ernel')
        ? values
        : values.map((value, index) => value + 0.05 * ((index % 5) + 1)),
    ]),
  )
}

describeWithPython('Beside Keras', () => {
  const ours = new Map<string, Ours>()
  const theirs = new Map<string, KerasResult>()
  const sessions: Session[] = []

  beforeAll(async () => {
    const jobs: KerasJob[] = []
    for (const test of cases) {
      const compilation = compile(test)
      const session = await openSession(compilation)
      sessions.push(session)
      const result = run(test, compilation, session)
      ours.set(test.name, result.ours)
      jobs.push(result.job)
    }
    const results = await runKeras(jobs)
    for (const [index, test] of cases.entries()) {
      const result = results[index]
      if (result) theirs.set(test.name, result)
    }
  }, 300_000)
  afterAll(() => {
    for (const session of sessions) session.close()
  })

  const both = (name: string) => {
    const [a, b] = [ours.get(name), theirs.get(name)]
    if (!a || !b) throw new Error(`${name} was not run`)
    return [a, b] as const
  }

  it.each(forward.map(({ name }) => name))('%s predicts the same', name => {
    const [a, b] = both(name)
    expect(Object.keys(a.outputs).sort()).toEqual(Object.keys(b.outputs).sort())
    for (const [id, { values }] of Object.entries(a.outputs))
      expect(relativeDifference(values, b.outputs[id] ?? [])).toBeLessThan(1e-5)
  })

  it.each([...losses, ...trained, ...together, heads].map(({ name }) => name))('%s', name => {
    const [a, b] = both(name)
    expect(b.losses?.length).toBe(a.results.length)
    for (const [step, { loss }] of a.results.entries())
      expect(relativeDifference([loss], [b.losses?.[step] ?? 0])).toBeLessThan(1e-5)
    expect([...a.weights.keys()].sort()).toEqual(Object.keys(b.weights).sort())
    for (const [weight, values] of a.weights)
      expect(relativeDifference(values, b.weights[weight] ?? []), weight).toBeLessThan(1e-5)
  })
})

describe('The cases', () => {
  it('have names of their own', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length)
  })
})
