// What TensorFlow 2.21 gets wrong, and networks that must come out right all the same.
import { expect, it } from 'vitest'
import { compileNetwork } from '../../../engine/compile/compile-network.ts'
import { openSession } from '../../../engine/compile/session.ts'
import type { NetworkDocument } from '../../../shared/document/types.ts'
import { analyse } from '../../../shared/graph/analyse.ts'

it.each([2, 3])('a convolution over %d axes keeps its own padding behind zeros', async axes => {
  // A one amid zeros: every one of the 9 or 27 windows of ones holds it.
  const document: NetworkDocument = {
    format: 'layerloom',
    version: 1,
    name: 'padded twice',
    nodes: [
      { id: 'one', type: 'input', params: { shape: new Array(axes + 1).fill(1) } },
      { id: 'border', type: `zeroPadding${axes}d`, params: { padding: 1 } },
      {
        id: 'conv',
        type: `conv${axes}d`,
        params: {
          filters: 1,
          kernelSize: 3,
          padding: 'same',
          activation: 'relu',
          kernelInitializer: 'ones',
        },
      },
    ],
    edges: [
      { source: 'one', target: 'border' },
      { source: 'border', target: 'conv' },
    ],
  }
  const compilation = compileNetwork(analyse(document), {
    loss: 'meanSquaredError',
    optimizer: { kind: 'sgd', learningRate: 0 },
    seed: 1,
  })
  const session = await openSession(compilation)
  session.init()
  const { conv } = session.predict({ one: Float32Array.of(1) }, 1)
  expect(Array.from(conv?.values ?? [])).toEqual(new Array(3 ** axes).fill(1))
  session.close()
})
