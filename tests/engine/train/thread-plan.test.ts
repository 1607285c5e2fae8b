import { describe, expect, it } from 'vitest'
import { type Machine, planThreads } from '../../../engine/train/thread-plan.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import { instantiate } from '../../../templates/instantiate.ts'

const plan = (name: string, batchSize: number, threads: number, rest: Partial<Machine> = {}) =>
  planThreads(analyse(instantiate(name)), batchSize, {
    threads,
    gpu: false,
    ownOperations: true,
    ...rest,
  })

describe('Threads', () => {
  it('go into lanes of the batch, four at most', () => {
    expect(plan('lenet', 256, 2)).toEqual({ lanes: 2, threads: 1 })
    expect(plan('lenet', 256, 8)).toEqual({ lanes: 4, threads: 2 })
    expect(plan('lenet', 256, 1)).toEqual({ lanes: 1, threads: 1 })
  })

  it('meet at batch normalization by operations of ours, and work within each operation without', () => {
    expect(plan('resnet-20', 128, 2)).toEqual({ lanes: 2, threads: 1 })
    expect(plan('resnet-20', 128, 2, { ownOperations: false })).toEqual({ lanes: 1, threads: 2 })
  })

  it('work within each operation where the weights outnumber the batch’s activations', () => {
    // 102,845,770 weights (FACTS: 102,761,472 and the rest) against 16 examples of some 2 million numbers.
    expect(plan('parameter-exercise', 16, 2)).toEqual({ lanes: 1, threads: 2 })
  })

  it('are no matter of lanes on a GPU or for a single example', () => {
    expect(plan('lenet', 256, 8, { gpu: true })).toEqual({ lanes: 1, threads: 8 })
    expect(plan('lenet', 1, 8)).toEqual({ lanes: 1, threads: 8 })
  })
})
