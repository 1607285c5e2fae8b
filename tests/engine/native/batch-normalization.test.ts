// Our operations in Python's TensorFlow, beside the formulas in float64 and their gradients by tf.gradients.
import { readFileSync } from 'node:fs'
import { beforeAll, expect, it } from 'vitest'
import { ownOperationsFile } from '../../../engine/compile/own-operations.ts'
import { describeWithPython, runPythonJson } from '../../python.ts'

interface Case {
  readonly name: string
  /** Examples, and how many the lane holds with its filling. */
  readonly lanes: readonly (readonly [number, number])[]
  readonly shape: readonly number[]
  readonly type: 'float32' | 'bfloat16'
  readonly rectified: boolean
  readonly added: boolean
  readonly centre: number
  readonly spread: number
  readonly seed: number
}

const halves = [
  [3, 3],
  [4, 4],
] as const
const common = { lanes: halves, rectified: false, added: false, centre: 5, spread: 3 } as const

// 16, 4 and 1 channels at once; with a rest; one example; lanes of filling; a mean far from 0.
const shapes: readonly (readonly number[])[] = [
  [9, 7, 16],
  [5, 5, 23],
  [1, 1, 2048],
  [6, 1],
  [40],
  [3, 4, 5, 6],
]
const kinds = [
  { rectified: false, added: false },
  { rectified: true, added: false },
  { rectified: true, added: true },
]
const cases: readonly Case[] = [
  ...(['float32', 'bfloat16'] as const).flatMap(type =>
    shapes.flatMap(shape => kinds.map(kind => ({ ...common, ...kind, shape, type }))),
  ),
  { ...common, shape: [8, 8, 32], type: 'float32' as const, lanes: [[5, 5]] as const },
  {
    ...common,
    shape: [4, 4, 20],
    type: 'float32' as const,
    rectified: true,
    lanes: [
      [1, 1],
      [1, 1],
      [0, 1],
      [0, 1],
    ] as const,
  },
  { ...common, shape: [64, 64, 16], type: 'float32' as const, centre: 1000, spread: 1 },
].map((test, seed) => ({
  ...test,
  seed,
  name: [
    test.type,
    test.shape.join('×'),
    `lanes of ${test.lanes.map(([examples, size]) => `${examples}/${size}`).join(', ')}`,
    ...(test.rectified ? ['rectified'] : []),
    ...(test.added ? ['behind a sum'] : []),
    ...(test.centre > 5 ? [`around ${test.centre}`] : []),
  ].join(', '),
}))

describeWithPython('Batch normalization over lanes', () => {
  let errors: readonly Readonly<Record<string, number>>[] = []
  beforeAll(async () => {
    const program = readFileSync(new URL('./batch_normalization.py', import.meta.url), 'utf8')
    const input = { own: ownOperationsFile(), cases }
    errors = (await runPythonJson(program, { input, timeoutSeconds: 200 })) as typeof errors
  }, 200_000)

  it.each(cases.map(({ name }, index) => [name, index] as const))('%s', (_, index) => {
    const { type, centre } = cases[index] as Case
    const found = errors[index] ?? {}
    // A bfloat16 has 8 binary digits, and a sum of two is rounded before it is cut off. Around 1000 the mean, a
    // float32, is rounded by 3e-5.
    const near = centre > 5 ? 1e-4 : 3e-6
    const allowed = type === 'bfloat16' ? 2 ** -7 : near
    expect(Object.keys(found).sort()).toEqual(
      ['dscale', 'dshift', 'dx', 'filling', 'mean', 'variance', 'y'].sort(),
    )
    expect(found.filling).toBe(0)
    for (const [name, error] of Object.entries(found)) expect(error, name).toBeLessThan(allowed)
  })
})
