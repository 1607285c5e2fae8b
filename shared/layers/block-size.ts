// What the two layers that move blocks of pixels to channels and back share.
import { LayerError, type Mend } from './define.ts'
import { int } from './parameters.ts'
import { times } from './sizes.ts'

export const blockParams = {
  blockSize: int('Block size', 2, {
    help: 'Blocks of so many rows and as many columns.',
    minimum: 2,
    required: true,
  }),
}

export interface BlockValues {
  readonly blockSize: number
}

/** The block size that divides, nearest to the wanted one; none where only 1 does. */
export function nearestBlock(wanted: number, divides: (size: number) => boolean): readonly Mend[] {
  const sizes = Array.from({ length: 64 }, (_, index) => index + 2)
  const [best] = sizes.filter(divides).sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))
  if (best === undefined) return []
  return [
    {
      label: `Use block size ${best}`,
      repair: { kind: 'setParams', params: { blockSize: best } },
    },
  ]
}

export function blockError(message: string, mends: readonly Mend[]): LayerError {
  return new LayerError('block-does-not-divide', message, mends)
}

export function blockSummary({ blockSize }: BlockValues): string {
  return times([blockSize, blockSize])
}
