// Layers that take mean and variance from the data, and answers that are mixed, in a session.
import { afterAll, describe, expect, it } from 'vitest'
import { compileNetwork } from '../../../engine/compile/compile-network.ts'
import { openSession } from '../../../engine/compile/session.ts'
import type { Session } from '../../../engine/compile/session-types.ts'
import type { NetworkDocument } from '../../../shared/document/types.ts'
import { drawing, soundNetwork } from './networks.ts'

const sessions: Session[] = []
afterAll(() => {
  for (const session of sessions) session.close()
})

async function start(document: NetworkDocument, lanes = 1): Promise<Session> {
  const session = await openSession(
    compileNetwork(soundNetwork(document), {
      loss: 'meanSquaredError',
      optimizer: { kind: 'sgd', learningRate: 0.1 },
      seed: 3,
      lanes,
    }),
  )
  sessions.push(session)
  session.init()
  return session
}

const shape = [4, 3, 2]
const size = 24
const count = 13
/** Far from 0, where squares of the values themselves would cancel. */
const data = Float32Array.from(
  { length: count * size },
  (_, at) => 1000 + 7 * Math.sin(at * 1.7) + (at % 2) * 30 + (at % 5),
)

function* batches(id: string) {
  for (let from = 0; from < count; from += 5) {
    const rows = Math.min(5, count - from)
    yield { inputs: { [id]: data.subarray(from * size, (from + rows) * size) }, count: rows }
  }
}

/** In doubles, over all numbers whose place in an example has this group. */
function moments(values: Float64Array, groupOf: (place: number) => number, groups: number) {
  return Array.from({ length: groups }, (_, group) => {
    const own = values.filter((_, at) => groupOf(at % size) === group)
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length
    const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length
    return { mean, variance }
  })
}

function near(actual: Float32Array | undefined, wanted: readonly number[]): void {
  expect(actual?.length).toBe(wanted.length)
  for (const [at, value] of wanted.entries())
    expect(Math.abs((actual?.[at] ?? Number.NaN) / value - 1)).toBeLessThan(1e-5)
}

describe('A normalization without numbers of its own', () => {
  const document = drawing('adapts', [
    { id: 'image', type: 'input', params: { shape } },
    { id: 'rescaled', type: 'rescaling', params: { scale: 0.5, offset: 3 } },
    { id: 'channels', type: 'normalization' },
    // Reads what has mean 0 and variance 1 per channel, and takes columns.
    { id: 'columns', type: 'normalization', params: { axis: 2 } },
  ])

  it.each([1, 2])('takes those of what reaches it, in %i lanes', async lanes => {
    const session = await start(document, lanes)
    session.adapt(() => batches('image'))
    const weights = session.readWeights()
    const rescaled = Float64Array.from(data, value => value * 0.5 + 3)
    const channels = moments(rescaled, place => place % 2, 2)
    near(
      weights.get('channels/mean'),
      channels.map(({ mean }) => mean),
    )
    near(
      weights.get('channels/variance'),
      channels.map(({ variance }) => variance),
    )
    const normalized = rescaled.map((value, at) => {
      const { mean = 0, variance = 1 } = channels[at % 2] ?? {}
      return (value - mean) / Math.sqrt(variance)
    })
    const columns = moments(normalized, place => Math.floor(place / 2) % 3, 3)
    near(
      weights.get('columns/variance'),
      columns.map(({ variance }) => variance),
    )
    const wanted = normalized.map((value, at) => {
      const { mean = 0, variance = 1 } = columns[Math.floor(at / 2) % 3] ?? {}
      return (value - mean) / Math.sqrt(variance)
    })
    const predicted = session.predict({ image: data }, count).columns?.values ?? []
    for (const [at, value] of wanted.entries())
      expect(Math.abs((predicted[at] ?? Number.NaN) - value)).toBeLessThan(1e-4)
  })

  it('with numbers given has no weights', async () => {
    const given = drawing('given', [
      { id: 'image', type: 'input', params: { shape } },
      { id: 'fixed', type: 'normalization', params: { mean: 1000, variance: 4 } },
      { id: 'all', type: 'normalization', params: { axis: null } },
    ])
    const session = await start(given)
    session.adapt(() => batches('image'))
    const weights = session.readWeights()
    expect([...weights.keys()]).toEqual(['all/mean', 'all/variance'])
    const fixed = Float64Array.from(data, value => (value - 1000) / 2)
    const [{ mean = 0, variance = 0 } = {}] = moments(fixed, () => 0, 1)
    near(weights.get('all/mean'), [mean])
    near(weights.get('all/variance'), [variance])
  })
})

describe('MixUp', () => {
  const document = drawing('mixed', [
    { id: 'image', type: 'input', params: { shape: [8] } },
    { id: 'mixed', type: 'mixUp', params: { alpha: 1 } },
  ])
  const values = Float32Array.from({ length: 80 }, (_, at) => Math.sin(at * 2.3) * 5)
  const batch = { inputs: { image: values }, count: 10 }

  it('mixes the answers with the share and the partner of their examples', async () => {
    const session = await start(document)
    // Where answers are the examples themselves, what is mixed alike stays equal.
    const same = { ...batch, labels: { mixed: values }, learningRate: 0 }
    for (const step of [0, 1, 2]) expect(session.train({ ...same, step }).loss).toBeLessThan(1e-10)
    // Twice themselves: the loss is that of the mixed examples, another in every step and less than unmixed.
    const twice = { ...same, labels: { mixed: values.map(value => 2 * value) } }
    const square = values.reduce((sum, value) => sum + value ** 2, 0) / values.length
    const losses = [0, 1, 2].map(step => session.train({ ...twice, step }).loss)
    expect(new Set(losses).size).toBe(3)
    for (const loss of losses) expect(loss).toBeLessThan(square * 0.99)
    expect(Math.abs(session.evaluate(twice).loss / square - 1)).toBeLessThan(1e-5)
  })

  it('knows one lane only: each has a batch of its own', () => {
    expect(() =>
      compileNetwork(soundNetwork(document), {
        loss: 'meanSquaredError',
        optimizer: { kind: 'sgd', learningRate: 0.1 },
        seed: 1,
        lanes: 2,
      }),
    ).toThrow('must not be cut')
  })
})

describe('An input that a normalization keeps in float32', () => {
  it.each(['randomErasing', 'mixUp'])('is read by %s beside it in bfloat16 too', type => {
    const document = drawing('beside', [
      { id: 'image', type: 'input', params: { shape } },
      { id: 'normalized', type: 'normalization' },
      { id: 'beside', type, from: ['image'] },
      { id: 'sum', type: 'add', from: ['normalized', 'beside'] },
    ])
    const { outputs } = compileNetwork(soundNetwork(document), {
      loss: 'meanSquaredError',
      optimizer: { kind: 'sgd', learningRate: 0.1 },
      seed: 1,
      precision: 'mixedBfloat16',
    })
    expect(outputs.map(({ id }) => id)).toEqual(['sum'])
  })
})
