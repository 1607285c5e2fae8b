import { beforeAll, expect, it } from 'vitest'
import type { Compilation } from '../../../engine/compile/compilation.ts'
import { compileNetwork } from '../../../engine/compile/compile-network.ts'
import { describeWithPython } from '../../python.ts'
import { convolutionNetworks } from './convolution-networks.ts'
import { type Comparisons, compareGradients, type GradientModel } from './gradient-check.ts'
import {
  cutNetworks,
  dropped,
  plain,
  smallNetworks,
  soundNetwork,
  type TestNetwork,
  templateNetworks,
} from './networks.ts'
import { disturbed, normalizingNetworks } from './normalizing-networks.ts'
import { sequenceNetworks } from './sequence-networks.ts'
import { spaceNetworks } from './space-networks.ts'

const inLanes = [plain, dropped, disturbed].map(document => ({
  document: { ...document, name: `${document.name} in lanes` },
  settings: { loss: 'categoricalCrossentropy', lanes: 3 } as const,
}))
const networks = [
  ...smallNetworks,
  ...normalizingNetworks,
  ...cutNetworks,
  ...convolutionNetworks,
  ...sequenceNetworks,
  ...spaceNetworks,
  ...templateNetworks,
  ...inLanes,
]

function model({ document, settings }: TestNetwork): GradientModel & { compilation: Compilation } {
  const compilation = compileNetwork(soundNetwork(document), {
    ...settings,
    optimizer: { kind: 'adam', learningRate: 0.001 },
    seed: 3,
    gradients: true,
  })
  const trained = compilation.variables.filter(({ trainable }) => trainable)
  const one = {
    name: document.name,
    signature: 'gradients',
    batch: 5,
    loss: 'loss',
    wanted: Object.fromEntries(trained.map(({ name }) => [`gradient:${name}`, `value:${name}`])),
    feeds: {
      step: { shape: [], kind: 'step' },
      ...Object.fromEntries(
        compilation.inputs.map(({ id, shape }) => [`input:${id}`, feed([-1, ...shape], 'any')]),
      ),
      ...Object.fromEntries(
        compilation.targets.map(({ id, shape, type }) => [
          `label:${id}`,
          type === 'int32'
            ? feed([-1, ...shape.slice(0, -1)], `below ${shape.at(-1)}`)
            : feed([-1, ...shape], 'any'),
        ]),
      ),
    },
  }
  return { savedModel: compilation.savedModel, cases: [one], compilation }
}

function feed(shape: readonly number[], kind: string) {
  return { shape, kind }
}

describeWithPython('Gradients of whole networks', () => {
  const models = networks.map(model)
  let comparisons: Comparisons = {}
  beforeAll(async () => {
    comparisons = await compareGradients(models)
  }, 300_000)

  it.each(networks.map(({ document }, index) => [document.name, index] as const))(
    'agree with TensorFlow’s own for every weight of %s',
    (name, index) => {
      const weights =
        models[index]?.compilation.variables.filter(({ trainable }) => trainable) ?? []
      const gradients = Object.entries(comparisons[name] ?? {})
      expect(gradients.length).toBe(weights.length)
      expect(weights.length).toBeGreaterThan(0)
      for (const [weight, gradient] of gradients) {
        expect(gradient.same_shape && gradient.finite, weight).toBe(true)
        expect(gradient.missing, weight).toBe(false)
        expect(gradient.size, weight).toBeGreaterThan(0)
        expect(gradient.difference, weight).toBeLessThan(1e-5)
      }
    },
  )
})
