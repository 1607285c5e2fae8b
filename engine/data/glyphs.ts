// Handwritten digits made by the program: nothing to download, the same for the same seed.
import { DataError, formatCount } from './data-error.ts'
import type { Examples } from './dataset.ts'
import { createGlyphRenderer, glyphSide } from './glyph-render.ts'
import type { DatasetKind, LoadOptions } from './kinds.ts'
import { createRandom, type Stream } from './random.ts'

export const glyphClassNames: readonly string[] = [...'0123456789']
const defaultCount = 20_000
const largestCount = 1_000_000
const pixels = glyphSide * glyphSide

export const glyphs: DatasetKind = {
  kind: 'glyphs',
  label: 'Handwritten digits, made here',
  path: 'none',
  options: ['count'],
  load: async ({ count = defaultCount, seed }, options) => {
    if (count > largestCount) {
      throw new DataError(
        `glyphs makes at most ${formatCount(largestCount)} digits, not ${formatCount(count)}. Lower count.`,
      )
    }
    const testCount = Math.max(1, Math.round(count / 10))
    const total = count + testCount
    return {
      name: 'Glyphs',
      training: await makeGlyphs(count, seed, 'glyphs', { ...options, done: 0, total }),
      test: await makeGlyphs(testCount, seed, 'glyphsTest', { ...options, done: count, total }),
      classNames: glyphClassNames,
    }
  },
}

type MakeOptions = Pick<LoadOptions, 'signal' | 'onProgress'> & {
  readonly done?: number
  readonly total?: number
}

/** Digit `i` depends on the seed and `i` alone: fewer digits are the beginning of more. */
export async function makeGlyphs(
  count: number,
  seed: number,
  stream: Extract<Stream, 'glyphs' | 'glyphsTest'>,
  options: MakeOptions = {},
): Promise<Examples> {
  const inputs = new Uint8Array(count * pixels)
  const labels = new Int32Array(count)
  const render = createGlyphRenderer()
  for (let index = 0; index < count; index += 1) {
    if (index % 1000 === 0) await report(index, count, options)
    const random = createRandom(seed, stream, index)
    // Every ten neighbours are one of each, so the classes are balanced for any count.
    labels[index] = index % 10
    render(index % 10, random, inputs, index * pixels)
  }
  return {
    count,
    inputs,
    shape: [glyphSide, glyphSide, 1],
    scale: 1 / 255,
    targets: { kind: 'classes', values: labels },
  }
}

async function report(index: number, count: number, options: MakeOptions): Promise<void> {
  options.signal?.throwIfAborted()
  const done = (options.done ?? 0) + index
  options.onProgress?.({ what: 'Drawing digits', done, total: options.total ?? count })
  await new Promise(resolve => setImmediate(resolve))
}
