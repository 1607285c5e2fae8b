import { describe, expect, it } from 'vitest'
import { explainFailure } from '../../../engine/compile/session-error.ts'

const layers = ['conv', 'stage1/0/conv', 'stage1/0/conv1', 'scores']

// TensorFlow's own words. On a CPU it dies without memory instead (the trainer's end tells then); these come from GPUs.
const outOfMemory =
  'Session fail to run with error: 2 root error(s) found.\n' +
  '  (0) RESOURCE_EXHAUSTED: OOM when allocating tensor with shape[256,512,56,56] and type float on /job:localhost/replica:0/task:0/device:GPU:0 by allocator GPU_0_bfc\n' +
  '\t [[{{node train/stage1/0/conv/Conv2D}}]]\n'

describe('A failure in TensorFlow', () => {
  it('becomes a sentence that names the layer, the numbers and the way out', () => {
    const failure = explainFailure(new Error(outOfMemory), layers)
    expect(failure.code).toBe('out-of-memory')
    expect(failure.layer).toBe('stage1/0/conv')
    expect(failure.message).toBe(
      'stage1/0/conv needs more memory than there is (256×512×56×56 numbers at once). Use a smaller batch or a smaller network.',
    )
    expect(failure.detail).toBe(outOfMemory)
  })

  it('finds the layer in gradients, updates and nodes that TensorFlow has renamed', () => {
    const nodes = [
      'train/update/stage1/0/conv1/kernel/ResourceApplyAdam',
      'train/stage1/0/conv1/BiasAdd-0-TransposeNHWCToNCHW-LayoutOptimizer',
    ]
    for (const node of nodes)
      expect(explainFailure(new Error(`Bad [[{{node ${node}}}]]`), layers).layer).toBe(
        'stage1/0/conv1',
      )
  })

  it('tells which number an embedding does not know', () => {
    const detail =
      'Session fail to run with error: indices[0,1,0] = 1000 is not in [0, 1000)\n\t [[{{node train/scores/GatherV2}}]]'
    const failure = explainFailure(new Error(detail), layers)
    expect(failure.code).toBe('wrong-data')
    expect(failure.message).toBe(
      'scores has a vector for each number from 0 to 999, but a number in the data is 1000. Give it a larger vocabulary or check the data.',
    )
  })

  it('keeps TensorFlow’s first line where it knows no better sentence', () => {
    const failure = explainFailure(
      new Error('Session fail to run with error: Something odd\nsecond line'),
      layers,
    )
    expect(failure.code).toBe('tensorflow')
    expect(failure.message).toBe('The network failed in TensorFlow: Something odd')
    expect(failure.layer).toBeNull()
  })
})
