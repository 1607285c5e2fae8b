// DropConnect by arithmetic: a weight that was left out has no gradient, so one step tells which were, and what the
// others must then have learnt.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileNetwork } from '../../../engine/compile/compile-network.ts'
import { openSession } from '../../../engine/compile/session.ts'
import type { Session } from '../../../engine/compile/session-types.ts'
import { drawing, soundNetwork } from './networks.ts'

const [inputs, units, rate] = [300, 40, 0.3]
const document = drawing('connected', [
  { id: 'x', type: 'input', params: { shape: [inputs] } },
  { id: 'y', type: 'dense', params: { units, useBias: false, dropConnect: rate } },
])
const x = Float32Array.from({ length: inputs }, (_, i) => 1 + (i % 3) / 2)
const kernel = Float32Array.from({ length: inputs * units }, (_, i) => Math.sin(i * 1.7) / 10)
const wanted = Float32Array.from({ length: units }, (_, i) => 5 + (i % 2))
const batch = { inputs: { x }, labels: { y: wanted }, count: 1 }
const learningRate = 0.05

describe('DropConnect', () => {
  let session: Session
  beforeAll(async () => {
    const optimizer = { kind: 'sgd', learningRate } as const
    const settings = { loss: 'meanSquaredError', optimizer, seed: 7 } as const
    session = await openSession(compileNetwork(soundNetwork(document), settings))
    session.init()
  }, 60_000)
  afterAll(() => session.close())

  const stepped = (step: number) => {
    session.writeWeights(new Map([['y/kernel', kernel]]))
    session.train({ ...batch, step, learningRate })
    const after = session.readWeights().get('y/kernel') ?? new Float32Array()
    return { after, left: after.map((value, i) => Number(value !== kernel[i])) }
  }

  it('leaves weights out at its rate, others in every step', () => {
    const { left } = stepped(0)
    const count = inputs * units
    const share = left.reduce((sum, value) => sum + value, 0) / count
    expect(Math.abs(share - (1 - rate))).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / count))
    const again = stepped(0)
    expect(again.left).toEqual(left)
    const same = stepped(1).left.reduce((sum, value, i) => sum + Number(value === left[i]), 0)
    // Two independent draws agree in 0.3² + 0.7² of the places.
    const agree = rate ** 2 + (1 - rate) ** 2
    expect(Math.abs(same / count - agree)).toBeLessThan(
      4 * Math.sqrt((agree * (1 - agree)) / count),
    )
  })

  it('divides the others by what is left, forwards and backwards', () => {
    const { after, left } = stepped(2)
    for (let unit = 0; unit < units; unit++) {
      const column = Array.from({ length: inputs }, (_, i) => i * units + unit)
      const output = column.reduce(
        (sum, at, i) => sum + ((x[i] ?? 0) * (kernel[at] ?? 0) * (left[at] ?? 0)) / (1 - rate),
        0,
      )
      const slope = (2 * (output - (wanted[unit] ?? 0))) / units
      for (const [i, at] of column.entries()) {
        const gradient = (slope * (x[i] ?? 0) * (left[at] ?? 0)) / (1 - rate)
        expect(after[at]).toBeCloseTo((kernel[at] ?? 0) - learningRate * gradient, 5)
      }
    }
  })

  it('uses every weight to predict', () => {
    session.writeWeights(new Map([['y/kernel', kernel]]))
    const values = session.predict({ x }, 1).y?.values ?? new Float32Array()
    for (let unit = 0; unit < units; unit++) {
      const sum = x.reduce((sum, value, i) => sum + value * (kernel[i * units + unit] ?? 0), 0)
      expect(values[unit]).toBeCloseTo(sum, 4)
    }
  })
})
