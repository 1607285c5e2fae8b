import { describe, expect, it } from 'vitest'
import { predictLayer } from '../../conformance/predict-layer.ts'
import { declared } from './declared.ts'

describe('borders and cuts', () => {
  it('show each side', () => {
    const padded = declared('zeroPadding3d', { padding: [0, 1, 2] }, [2, 3, 4, 1])
    expect(padded.summary()).toBe('0×1×2')
    expect(padded.explain().map(row => `${row.quantity}: ${row.formula} = ${row.result}`)).toEqual([
      'Depth: 2 + 0 + 0 = 2',
      'Height: 3 + 1 + 1 = 5',
      'Width: 4 + 2 + 2 = 8',
    ])
    const cut = declared('cropping1d', { cropping: [2, 0] }, [7, 4])
    expect(cut.summary()).toBe('2/0')
    expect(cut.explain()[0]?.formula).toBe('7 − 2 − 0')
  })

  it('hint where they do nothing', () => {
    const codes = (type: string, params: object) =>
      declared(type, { ...params }, [4, 4, 1])
        .remarks()
        .map(({ code }) => code)
    expect(codes('cropping2d', {})).toEqual(['no-cropping'])
    expect(codes('cropping2d', { cropping: 1 })).toEqual([])
    expect(codes('reflectionPadding2d', { padding: 0 })).toEqual(['no-padding'])
  })

  it('refuse a cut that leaves nothing, and say what would fit', () => {
    const error = declared(
      'cropping2d',
      {
        cropping: [
          [0, 0],
          [2, 3],
        ],
      },
      [4, 5, 1],
    ).error()
    expect(error.message).toBe('Cropping 2 + 3 leaves nothing of the width of 5.')
    expect(error.mends[0]?.repair).toEqual({ kind: 'setParams', params: { cropping: [1, 2] } })
  })

  it('refuse a mirror that is wider than the picture', () => {
    const error = declared('reflectionPadding2d', { padding: [1, 4] }, [3, 4, 1]).error()
    expect(error.message).toBe(
      'A border of 4 cannot be mirrored from a width of 4: it must be smaller.',
    )
    expect(error.mends[0]?.label).toBe('Use padding 1/1, 3/3')
  })
})

describe('blocks of pixels', () => {
  it('shuffle as in figure 1 of Shi et al.: channels 0 to 3 make a 2×2 block', async () => {
    const made = await predictLayer(
      { type: 'depthToSpace', params: {}, inputs: [[1, 2, 4]] },
      Float32Array.of(0, 1, 2, 3, 10, 11, 12, 13),
    )
    expect([made.shape, [...made.values]]).toEqual([
      [1, 2, 4, 1],
      [0, 1, 10, 11, 2, 3, 12, 13],
    ])
  })

  it('say what does not divide, and mend it', () => {
    const error = declared('depthToSpace', { blockSize: 3 }, [4, 4, 16]).error()
    expect(error.message).toBe(
      '16 channels cannot be shared out over blocks of 3×3 pixels: 16 ÷ 9 leaves 7.',
    )
    expect(error.mends.map(({ label }) => label)).toEqual([
      'Use block size 2',
      'Put a 1×1 convolution with 18 filters before',
    ])
    expect(declared('spaceToDepth', { blockSize: 4 }, [6, 8, 1]).error().mends).toEqual([
      {
        label: 'Use block size 2',
        repair: { kind: 'setParams', params: { blockSize: 2 } },
      },
      {
        label: 'Pad with zeros to 8×8',
        repair: {
          kind: 'insertBefore',
          type: 'zeroPadding2d',
          params: {
            padding: [
              [0, 2],
              [0, 0],
            ],
          },
        },
      },
    ])
  })

  it('cut a picture into the patches of a vision transformer', () => {
    // Dosovitskiy et al., 2020: 224 ÷ 16 = 14 along each side, 16·16·3 = 768 numbers each.
    expect(declared('extractPatches', {}, [224, 224, 3]).shape()).toEqual([14, 14, 768])
  })
})

describe('pictures of another size', () => {
  it('mix their pixels by hand’s arithmetic', async () => {
    const enlarge = async (interpolation: string) => {
      const params = { size: [1, 2], interpolation }
      const one = { type: 'upSampling2d', params, inputs: [[1, 3, 1]] }
      return [...(await predictLayer(one, Float32Array.of(0, 4, 8))).values]
    }
    expect(await enlarge('nearest')).toEqual([0, 0, 4, 4, 8, 8])
    // Centres at −¼, ¼, ¾, 1¼, 1¾ and 2¼.
    expect(await enlarge('bilinear')).toEqual([0, 1, 3, 5, 7, 8])
  })

  it('say how far they stretch', () => {
    const rows = declared('resizing', { height: 12, width: 5 }, [4, 10, 1]).explain()
    expect(rows.map(({ formula, result }) => [formula, result])).toEqual([
      ['4 → 12', '×3'],
      ['10 → 5', '×0.5'],
    ])
    const cut = { height: 8, width: 8, cropToAspectRatio: true }
    expect(declared('resizing', cut, [4, 9, 1]).explain()[1]?.formula).toBe('4 → 8')
  })

  it('hint where the middle of a picture is less than what is wanted', () => {
    const [remark] = declared('centerCrop', { height: 8, width: 4 }, [6, 9, 1]).remarks()
    expect(remark?.message).toBe('The 6×9 input is smaller than 8×4, so its middle is enlarged.')
    expect(remark?.mends?.[0]?.repair).toEqual({
      kind: 'setParams',
      params: { height: 6, width: 4 },
    })
  })
})
