import { describe, expect, it } from 'vitest'
import type { Contender, Segment } from './contender.ts'
import { printReport, ratiosOf, type TaskReport } from './report.ts'
import { compare, formatRate, median } from './rounds.ts'
import type { Task } from './tasks.ts'

const task: Task = {
  name: 'resnet-20',
  title: 'ResNet-20',
  batchSize: 128,
  images: 1280,
  fewImages: 128,
  optimizer: { kind: 'momentum', learningRate: 0.01 },
  data: '',
  spec: '',
  document: '',
}

/** A contender that measures these rates one after another and notes when it was asked. */
function fake(id: string, rates: readonly number[], asked: string[], rest: Partial<Segment> = {}) {
  let round = 0
  const contender: Contender = {
    id,
    label: id,
    run: async () => {
      asked.push(id)
      const imagesPerSecond = rates[round] ?? Number.NaN
      round += 1
      return { imagesPerSecond, trainable: 272_474, loss: 2.3, ...rest }
    },
  }
  return contender
}

const plan = (rounds: number) => ({ rounds, epochs: 1, tell: () => {} })

async function reportOf(contenders: readonly Contender[], rounds = 1): Promise<TaskReport> {
  return {
    task,
    measurements: await compare(task, contenders, plan(rounds)),
    start: { firstWord: 300, firstStep: 900 },
    share: { call: 100, outside: 1, checkpoint: 40, checkpointShare: 0.01 },
  }
}

describe('the benchmark', () => {
  it('takes contenders in turn and the median of each', async () => {
    const asked: string[] = []
    const contenders = [fake('a', [5, 100, 7], asked), fake('b', [1, 2, 3], asked)]
    const measured = await compare(task, contenders, plan(3))
    expect(asked).toEqual(['a', 'b', 'a', 'b', 'a', 'b'])
    expect(measured.map(each => each.median)).toEqual([7, 2])
    expect(median([1, 2, 4, 8])).toBe(3)
  })

  it('refuses a program that trained another network', async () => {
    const other = fake('b', [1], [], { trainable: 269_722 })
    await expect(compare(task, [fake('a', [1], []), other], plan(1))).rejects.toThrow(
      'b trains 269722 numbers, a 272474: the networks differ.',
    )
  })

  it('refuses a program whose loss is not a number', async () => {
    const broken = fake('b', [1], [], { loss: Number.NaN })
    await expect(compare(task, [fake('a', [1], []), broken], plan(1))).rejects.toThrow('b ended')
  })

  it('compares with Keras in its fastest way', async () => {
    const rates = { 'layerloom-float32': 900, keras: 300, 'keras-graph': 600, torch: 1000 }
    const all = Object.entries(rates).map(([id, rate]) => fake(id, [rate], []))
    const report = await reportOf([...all, fake('layerloom-mixedBfloat16', [1620], [])])
    expect(ratiosOf(report).map(({ value, atLeast }) => [value, atLeast])).toEqual([
      [1.5, 1.2],
      [0.9, 1],
      [1.8, 1.7],
    ])
    const text = printReport({
      machine: 'A machine',
      load: 0,
      tasks: [report],
      analysis: null,
      memory: [{ template: 'lenet', batchSize: 256, measured: 2 ** 20, estimated: 1.3 * 2 ** 20 }],
      paint: [{ what: 'LeNet', page: 4, paint: 12.8, code: 17 }],
    })
    expect(text).toMatch(/to Keras at its best +× 1\.50 +reached, promised 1\.2/)
    expect(text).toMatch(/to PyTorch eager float32 +× 0\.90 +missed/)
    expect(text).toMatch(/lenet, batch 256, float32 +1\.0 MiB +1\.3 MiB, × 1\.30 +missed/)
    expect(text).toMatch(/painted frame, .* 12\.8 ms +reached/)
  })

  it('compares neighbours within a round, because the machine slows and hastens between rounds', async () => {
    const measurements = await compare(
      task,
      [fake('layerloom-float32', [100, 200, 900], []), fake('tfjs', [50, 100, 100], [])],
      plan(3),
    )
    expect(ratiosOf({ task, measurements }).map(({ value }) => value)).toEqual([2])
  })

  it('promises bfloat16 speed for ResNet-20 only', async () => {
    const contenders = [
      fake('layerloom-float32', [10], []),
      fake('layerloom-mixedBfloat16', [13], []),
    ]
    const measurements = await compare(task, contenders, plan(1))
    const lenet: Task = { ...task, name: 'lenet' }
    const promises = [task, lenet].map(each => ratiosOf({ task: each, measurements })[0]?.atLeast)
    expect(promises).toEqual([1.7, null])
  })

  it('leaves out ratios to programs that are not there', async () => {
    const report = await reportOf([fake('layerloom-float32', [900], []), fake('tfjs', [90], [])])
    expect(ratiosOf(report)).toEqual([
      { what: 'float32 to tfjs-node fit', value: 10, atLeast: null },
    ])
  })

  it('writes rates with as many digits as they deserve', () => {
    expect([95.44, 585.4, 18_700.2].map(formatRate)).toEqual(['95.4', '585', '18,700'])
  })
})
