// Networks by chance against networks of Keras's layers: parameters exactly, shapes, outputs, statistics, gradients.
// LAYERLOOM_RANDOM_NETWORKS=2000 for the long run, 301-400 for a part of it; those are written into docs/conformance.md.
import { beforeAll, describe, expect, it } from 'vitest'
import type { DocumentNode, NetworkDocument } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { allLayers } from '../../shared/layers/index.ts'
import { describeWithPython, runPythonJson } from '../python.ts'
import { compareWithKeras, folder, type Verdict } from './compare-with-keras.ts'
import { randomNetwork } from './random-network.ts'
import { inSlice, judge } from './random-run.ts'
import { recordNetworks } from './record.ts'

const asked = process.env.LAYERLOOM_RANDOM_NETWORKS
const [from = 1, to = from] = asked?.includes('-')
  ? asked.split('-').map(Number)
  : [1, Number(asked ?? 100)]
const slices = Array.from({ length: Math.ceil((to - from + 1) / inSlice) }, (_, slice) =>
  Array.from({ length: inSlice }, (_, place) => from + slice * inSlice + place).filter(
    seed => seed <= to,
  ),
)

describeWithPython.each(slices.map(seeds => [seeds[0], seeds.at(-1), seeds] as const))(
  'random networks %i to %i',
  (_first, _last, seeds) => {
    let verdicts: readonly Verdict[] = []
    beforeAll(async () => {
      verdicts = await judge(seeds)
      if (asked !== undefined) recordNetworks(seeds, verdicts)
    }, 3_600_000)

    it.each(seeds.map((seed, index) => [seed, index] as const))('seed %i', (seed, index) => {
      const { layers } = analyse(randomNetwork(seed, 'case'))
      const drawn = layers.map(({ type }) => type).join(' ')
      expect(verdicts[index]?.failures, drawn).toEqual([])
      // An output in inference and in training and a gradient, at least.
      expect(verdicts[index]?.compared.length, drawn).toBeGreaterThanOrEqual(3)
    })
  },
)

describeWithPython('what random networks found', () => {
  async function judgeDrawing(
    nodes: readonly DocumentNode[],
    wires: readonly (readonly [string, string])[],
  ): Promise<Verdict | undefined> {
    const draw = (id: string): NetworkDocument => ({
      format: 'layerloom',
      version: 1,
      name: id,
      nodes: nodes.map(node => ({ ...node, id: `${id}-${node.id}` })),
      edges: wires.map(([from, to]) => ({ source: `${id}-${from}`, target: `${id}-${to}` })),
    })
    const [verdict] = await compareWithKeras([{ type: 'network', params: {}, batches: [3], draw }])
    return verdict
  }

  it('the larger of a value and of its double is that, also where TensorFlow sees a leaky ReLU', async () => {
    const verdict = await judgeDrawing(
      [
        { id: 'in', type: 'input', params: { shape: [6] } },
        { id: 'double', type: 'add' },
        { id: 'larger', type: 'maximum' },
      ],
      [
        ['in', 'double'],
        ['in', 'double'],
        ['double', 'larger'],
        ['in', 'larger'],
      ],
    )
    expect(verdict?.failures).toEqual([])
    expect(verdict?.compared).toContain('output0 (inference, batch 3)')
  }, 300_000)

  it('a value less itself takes no digits from small gradients beside it', async () => {
    const verdict = await judgeDrawing(
      [
        { id: 'in', type: 'input', params: { shape: [6] } },
        { id: 'tanh', type: 'activation', params: { activation: 'tanh' } },
        { id: 'nothing', type: 'subtract' },
        { id: 'little', type: 'rescaling', params: { scale: 1e-5 } },
      ],
      [
        ['in', 'tanh'],
        ['tanh', 'nothing'],
        ['tanh', 'nothing'],
        ['tanh', 'little'],
      ],
    )
    expect(verdict?.failures).toEqual([])
    expect(verdict?.beyond).toEqual([])
    expect(verdict?.compared).toContain('gradient:input0 (training, batch 3)')
  }, 300_000)

  it('the exact peer’s convolutions are Keras’s, and work where Keras’s own do not', async () => {
    const program = `
import json, sys
sys.path.insert(0, ${JSON.stringify(folder)})
import stand_ins
print(json.dumps(stand_ins.largest_difference()))
`
    const { cases, most, refused } = (await runPythonJson(program, { timeoutSeconds: 280 })) as {
      readonly cases: number
      readonly most: number
      readonly refused: number
    }
    expect(cases).toBe(17)
    // In float32, of the largest number.
    expect(most).toBeLessThan(1e-6)
    expect(refused).toBeGreaterThanOrEqual(10)
  }, 300_000)
})

describe('random networks', () => {
  const networks = slices.flat().map(seed => analyse(randomNetwork(seed, 'case')))

  it('are the same for the same seed', () => {
    expect(randomNetwork(from, 'case')).toEqual(randomNetwork(from, 'case'))
  })

  it('hold most kinds of layers, several inputs and outputs, and shared weights', () => {
    const types = new Set(networks.flatMap(({ layers }) => layers.map(({ type }) => type)))
    const expected = networks.length < 100 ? 0.5 : networks.length < 1000 ? 0.7 : 0.97
    expect(types.size).toBeGreaterThan(expected * allLayers.length)
    const shareOf = (claim: (network: (typeof networks)[number]) => boolean) =>
      networks.filter(claim).length / networks.length
    expect(shareOf(({ inputs }) => inputs.length > 1)).toBeGreaterThan(0.15)
    expect(shareOf(({ outputs }) => outputs.length > 1)).toBeGreaterThan(0.3)
    expect(shareOf(({ layers }) => layers.some(({ id }) => id.includes('/')))).toBeGreaterThan(0.1)
    expect(
      shareOf(({ layers }) => layers.some(({ id, weightsOf }) => id !== weightsOf)),
    ).toBeGreaterThan(0.05)
  })
})
