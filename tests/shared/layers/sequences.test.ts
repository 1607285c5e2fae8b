import { describe, expect, it } from 'vitest'
import { analyse } from '../../../shared/graph/analyse.ts'
import { declared } from './declared.ts'

const wired = (handles: Readonly<Record<string, string>>) =>
  analyse({
    format: 'layerloom',
    version: 1,
    name: 'attention',
    nodes: [
      { id: 'a', type: 'input', params: { shape: [6, 8] } },
      { id: 'b', type: 'input', params: { shape: [5, 7] } },
      { id: 'c', type: 'input', params: { shape: [5, 9] } },
      { id: 'look', type: 'multiHeadAttention', params: { numHeads: 2, keyDim: 4 } },
    ],
    edges: Object.entries(handles).map(([targetHandle, source]) => ({
      source,
      target: 'look',
      targetHandle,
    })),
  })

const sourcesOf = (handles: Readonly<Record<string, string>>) =>
  wired(handles)
    .byId.get('look')
    ?.inputs.map(({ layer }) => layer)

describe('multi-head attention', () => {
  it('has the parameters and the cost of ViT-B: 4·(d² + d), and 2·T²·d beside the products', () => {
    const shape = [197, 768]
    const node = declared('multiHeadAttention', { numHeads: 12, keyDim: 64 }, shape, shape, shape)
    expect(node.parameters()).toBe(4 * (768 ** 2 + 768))
    expect(node.macs()).toBe(4 * 197 * 768 ** 2 + 2 * 197 ** 2 * 768)
  })

  it('looks at itself where one wire is drawn, and takes the values as keys where two are', () => {
    expect(sourcesOf({ query: 'a' })).toEqual(['a', 'a', 'a'])
    expect(sourcesOf({ query: 'a', value: 'b' })).toEqual(['a', 'b', 'b'])
    expect(sourcesOf({ key: 'c', value: 'b', query: 'a' })).toEqual(['a', 'b', 'c'])
    expect(wired({ query: 'a' }).byId.get('look')?.outputShapes).toEqual([[6, 8]])
  })

  it('needs a query', () => {
    const { problems } = wired({ value: 'b' })
    const [problem] = problems.filter(
      ({ severity, node }) => severity === 'error' && node === 'look',
    )
    expect(problem?.message).toContain('query')
  })

  it('tells the shapes where keys and values do not pair up', () => {
    const node = declared('multiHeadAttention', {}, [6, 8], [5, 7], [4, 7])
    expect(node.error().message).toBe(
      'The query is 6×8, the value 5×7 and the key 4×7; value and key need the same positions, and all three as many axes. Wire the same layer to value and key.',
    )
  })
})

describe('attention', () => {
  it('compares queries and keys of one size only', () => {
    const node = declared('attention', {}, [6, 8], [5, 3], [5, 7])
    expect(node.error().message).toBe(
      'The query is 6×8 and the key 5×7; they need as many features. Put a dense layer of 8 units before the key.',
    )
  })

  it('refuses to drop everything', () => {
    const shape = [6, 8]
    const error = declared('attention', { dropout: 1 }, shape, shape, shape).error()
    expect(error.mends[0]?.repair).toEqual({ kind: 'setParams', params: { dropout: 0.1 } })
  })
})

describe('positions and patches', () => {
  it('has a vector for every position, or says what would be enough', () => {
    const error = declared('positionEmbedding', { sequenceLength: 4 }, [6, 8]).error()
    expect(error.message).toBe('The input has 6 positions and there are vectors for 4.')
    expect(error.mends[0]?.repair).toEqual({ kind: 'setParams', params: { sequenceLength: 6 } })
  })

  it('cuts 224×224 pixels into the 196 patches of ViT', () => {
    const node = declared('patchEmbedding', { patchSize: 16, hiddenDim: 768 }, [224, 224, 3])
    expect(node.shape()).toEqual([196, 768])
    expect(node.parameters()).toBe(16 * 16 * 3 * 768 + 768)
    expect(node.remarks()).toEqual([])
  })

  it('tells which pixels are not in a patch, and which size would fill the picture', () => {
    const [remark] = declared('patchEmbedding', { patchSize: 16 }, [28, 30, 3]).remarks()
    expect(remark?.message).toBe(
      'Patches of 16×16 do not fill the 28×30 input: 12 rows and 14 columns at its end are never read.',
    )
    expect(remark?.mends?.[0]?.repair).toEqual({ kind: 'setParams', params: { patchSize: 2 } })
    const error = declared('patchEmbedding', { patchSize: 16 }, [8, 8, 3]).error()
    expect(error.message).toBe('A 16×16 patch does not fit into an 8×8 input.')
    expect(error.mends[0]?.repair).toEqual({ kind: 'setParams', params: { patchSize: 8 } })
  })
})

describe('recurrent layers', () => {
  it.each(['simpleRNN', 'gru', 'lstm'] as const)(
    '%s counts its parameters as the textbooks do',
    type => {
      const [d, u] = [28, 64]
      const counts = {
        simpleRNN: u * (d + u) + u,
        gru: 3 * (u * (d + u) + 2 * u),
        lstm: 4 * (u * (d + u) + u),
      }
      expect(declared(type, { units: u }, [28, d]).parameters()).toBe(counts[type])
      const both = declared(type, { units: u, bidirectional: 'concat' }, [28, d])
      expect(both.parameters()).toBe(2 * counts[type])
      expect(both.shape()).toEqual([2 * u])
    },
  )

  it('says what a long sequence costs before the first step, but not of the fused LSTM', () => {
    const [remark] = declared('gru', { units: 8 }, [1000, 4]).remarks()
    expect(remark?.message).toBe(
      '1,000 positions are unrolled into about 41,000 operations, so the first training step takes about 10 seconds longer. Shorten the sequence by a strided convolution or pooling before this layer.',
    )
    expect(declared('gru', { units: 8 }, [200, 4]).remarks()).toEqual([])
    expect(declared('lstm', { units: 8 }, [1000, 4]).remarks()).toEqual([])
    expect(declared('lstm', { units: 8, activation: 'relu' }, [1000, 4]).remarks()).toHaveLength(1)
  })

  it('reads backwards in one direction only', () => {
    const error = declared('lstm', { goBackwards: true, bidirectional: 'sum' }, [5, 3]).error()
    expect(error.code).toBe('backwards-both-ways')
    expect(error.mends[0]?.repair).toEqual({ kind: 'setParams', params: { goBackwards: false } })
  })

  it('offers rows and pixels where a picture comes in', () => {
    const error = declared('lstm', {}, [9, 8, 4]).error()
    expect(error.message).toBe(
      'This layer reads sequences of positions × features; its input is 9×8×4, 3 axes.',
    )
    expect(error.mends.map(({ label }) => label)).toEqual(['Reshape to 9×32', 'Reshape to 72×4'])
  })
})
