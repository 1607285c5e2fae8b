// First values in exported PyTorch: moments and bounds by Keras's formulas, and exactly where nothing is drawn.
import { expect, it } from 'vitest'
import { pytorchFiles } from '../../../engine/export/pytorch-files.ts'
import type { Json } from '../../../shared/document/types.ts'
import { runPythonJson } from '../../python.ts'
import { describeWithTorch, torchPython } from '../../torch-python.ts'
import { drawing } from '../compile/networks.ts'

const [rows, columns] = [250, 400]
/** Of a unit normal that is cut at two. */
const cut = 0.8796256610342398

type Moments = readonly [mean: number, deviation: number, bound: number | null]

const uniform = (variance: number): Moments => [0, Math.sqrt(variance), Math.sqrt(3 * variance)]
const truncated = (variance: number): Moments => [
  0,
  Math.sqrt(variance),
  (2 * Math.sqrt(variance)) / cut,
]

/** Mean, deviation and largest distance from the mean, by hand: fans are 250 and 400. */
const cases: readonly (readonly [written: Json, wanted: Moments])[] = [
  ['zeros', [0, 0, 0]],
  [{ kind: 'constant', value: 0.25 }, [0.25, 0, 0]],
  [{ kind: 'randomNormal', mean: 2, stddev: 0.5 }, [2, 0.5, null]],
  [{ kind: 'truncatedNormal', mean: 1, stddev: 3 }, [1, 3 * cut, 6]],
  [{ kind: 'randomUniform', minval: -3, maxval: 1 }, [-1, 4 / Math.sqrt(12), 2]],
  ['glorotUniform', uniform(2 / 650)],
  ['glorotNormal', truncated(2 / 650)],
  ['heUniform', uniform(2 / 250)],
  ['heNormal', truncated(2 / 250)],
  ['leCunUniform', uniform(1 / 250)],
  ['leCunNormal', truncated(1 / 250)],
  [
    { kind: 'varianceScaling', scale: 3, mode: 'fanOut', distribution: 'uniform' },
    uniform(3 / 400),
  ],
  [
    { kind: 'varianceScaling', scale: 3, mode: 'fanAvg', distribution: 'untruncatedNormal' },
    [0, Math.sqrt(3 / 325), null],
  ],
]

const document = drawing('Begins', [
  { id: 'x', type: 'input', params: { shape: [rows] } },
  ...cases.map(([kernelInitializer], at) => ({
    id: `d${at}`,
    type: 'dense',
    params: { units: columns, kernelInitializer, biasInitializer: 'ones' },
    from: ['x'],
  })),
  {
    id: 'turned',
    type: 'dense',
    params: { units: 60, kernelInitializer: { kind: 'orthogonal', gain: 1.5 } },
    from: ['x'],
  },
  { id: 'picture', type: 'input', params: { shape: [12, 12, 3] } },
  {
    id: 'edges',
    type: 'conv2d',
    params: { filters: 2, kernelSize: 3, kernelInitializer: 'sobelX' },
  },
  // Fans of a depthwise kernel [9, 9, 3, 40] as Keras counts them: 243 and 3240.
  {
    id: 'deep',
    type: 'depthwiseConv2d',
    params: { kernelSize: 9, depthMultiplier: 40 },
    from: ['picture'],
  },
  { id: 'sequence', type: 'input', params: { shape: [5, 7] } },
  { id: 'memory', type: 'lstm', params: { units: 4 } },
])

const program = `
model = create_model()
weight = model.get_parameter
flat = lambda w: w.detach().double()
def moments(w):
    w = flat(w)
    return [w.mean().item(), w.std(correction=0).item(), (w - w.mean()).abs().max().item()]
turned = flat(weight("turned.weight"))
print(json.dumps({
    "moments": [moments(weight(f"d{at}.weight")) for at in range(${cases.length})],
    "biases": [moments(weight(f"d{at}.bias")) for at in range(${cases.length})],
    "turned": (turned @ turned.T - 2.25 * torch.eye(60)).abs().max().item(),
    "edges": weight("edges.weight").tolist(),
    "deep": moments(weight("deep.weight")),
    "forget": (weight("memory.bias_ih_l0") + weight("memory.bias_hh_l0")).tolist(),
    "recurrent": (flat(weight("memory.weight_hh_l0")).T @ flat(weight("memory.weight_hh_l0")) - torch.eye(4)).abs().max().item(),
}))
`

interface Found {
  readonly moments: readonly (readonly [number, number, number])[]
  readonly biases: readonly (readonly [number, number, number])[]
  readonly turned: number
  readonly edges: readonly unknown[]
  readonly deep: readonly [number, number, number]
  readonly forget: readonly number[]
  readonly recurrent: number
}

function expectMoments(found: readonly [number, number, number], wanted: Moments, count: number) {
  const [mean, deviation, bound] = wanted
  // Five standard errors of a mean and of a deviation; a uniform's and a cut normal's are smaller.
  const error = (5 * deviation) / Math.sqrt(count)
  expect(Math.abs(found[0] - mean)).toBeLessThanOrEqual(error + 1e-7)
  expect(Math.abs(found[1] - deviation)).toBeLessThanOrEqual(error + 1e-7)
  if (bound === null) expect(found[2]).toBeGreaterThan(3.5 * deviation)
  else {
    expect(found[2]).toBeLessThanOrEqual(bound + error + 1e-6)
    expect(found[2]).toBeGreaterThanOrEqual(0.98 * bound)
  }
}

describeWithTorch('First values in PyTorch', () => {
  it('have the moments and bounds that the drawing asks for', async () => {
    const { files } = await pytorchFiles(document, {})
    const found = (await runPythonJson(
      `import json, torch\ntorch.manual_seed(7)\n${files.get('model.py')}\n${program}`,
      { timeoutSeconds: 120, ...(torchPython !== undefined && { interpreter: torchPython }) },
    )) as Found
    for (const [at, [, wanted]] of cases.entries()) {
      expectMoments(found.moments[at] ?? [NaN, NaN, NaN], wanted, rows * columns)
      expect(found.biases[at]).toEqual([1, 0, 0])
    }
    expect(found.turned).toBeLessThan(1e-5)
    expect(found.recurrent).toBeLessThan(1e-5)
    const sobel = [
      [-1, 0, 1],
      [-2, 0, 2],
      [-1, 0, 1],
    ]
    expect(found.edges).toEqual([0, 1].map(() => [0, 1, 2].map(() => sobel)))
    expectMoments(found.deep, uniform(2 / (243 + 3240)), 9 * 9 * 120)
    // The gates stand as i, f, c, o, and the second remembers.
    expect(found.forget).toEqual([...Array(4).fill(0), ...Array(4).fill(1), ...Array(8).fill(0)])
  }, 150_000)
})
