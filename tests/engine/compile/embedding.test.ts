import { afterAll, describe, expect, it } from 'vitest'
import { compileNetwork } from '../../../engine/compile/compile-network.ts'
import { openSession } from '../../../engine/compile/session.ts'
import type { Session } from '../../../engine/compile/session-types.ts'
import type { Precision } from '../../../shared/document/types.ts'
import { drawing, soundNetwork } from './networks.ts'

const sessions: Session[] = []
afterAll(() => {
  for (const session of sessions) session.close()
})

const vectors = 3
const words = drawing('words', [
  { id: 'text', type: 'input', params: { shape: [4] } },
  { id: 'lines', type: 'reshape', params: { targetShape: [2, 2] } },
  { id: 'words', type: 'embedding', params: { inputDim: 1000, outputDim: vectors } },
])

async function open(precision: Precision): Promise<Session> {
  const compilation = compileNetwork(soundNetwork(words), {
    loss: 'meanSquaredError',
    optimizer: { kind: 'sgd', learningRate: 1 },
    seed: 5,
    precision,
  })
  const session = await openSession(compilation)
  sessions.push(session)
  session.init()
  return session
}

describe.each(['float32', 'mixedBfloat16'] as const)('An embedding in %s', precision => {
  it('tells numbers apart that bfloat16 would round to one', async () => {
    const session = await open(precision)
    const table = session.readWeights().get('words/embeddings') ?? new Float32Array()
    const numbers = [300, 301, 998, 999]
    const { values } = session.predict({ text: Float32Array.from(numbers) }, 1).words ?? {}
    const rows = numbers.flatMap(row => [...table.slice(row * vectors, (row + 1) * vectors)])
    // bfloat16 keeps 8 bits of what is looked up.
    for (const [index, value] of rows.entries())
      expect(Math.abs((values?.[index] ?? 0) - value)).toBeLessThanOrEqual(Math.abs(value) / 256)
  })

  it('moves the rows that were read, twice where one was read twice, and no others', async () => {
    const session = await open(precision)
    const before = session.readWeights().get('words/embeddings') ?? new Float32Array()
    const text = Float32Array.from([7, 7, 512, 999])
    const labels = new Float32Array(4 * vectors)
    session.train({
      inputs: { text },
      labels: { words: labels },
      count: 1,
      step: 0,
      learningRate: 1,
    })
    const after = session.readWeights().get('words/embeddings') ?? new Float32Array()
    // The mean of 12 squares has the gradient 2·value ÷ 12 for each time that a number was read.
    const times: Readonly<Record<number, number>> = { 7: 2, 512: 1, 999: 1 }
    for (const [index, value] of before.entries()) {
      const share = ((times[Math.floor(index / vectors)] ?? 0) * 2) / 12
      const moved = value - (after[index] ?? 0)
      expect(Math.abs(moved - share * value)).toBeLessThanOrEqual(share * Math.abs(value) * 0.02)
    }
  })

  it.each([1000, -1])('says that there is no number %d', async number => {
    const session = await open(precision)
    expect(() => session.predict({ text: Float32Array.from([1, 2, number, 3]) }, 1)).toThrow(
      `words has a vector for each number from 0 to 999, but a number in the data is ${number}. Give it a larger vocabulary or check the data.`,
    )
  })
})
