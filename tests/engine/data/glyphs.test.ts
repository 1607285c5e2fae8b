import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createGlyphRenderer } from '../../../engine/data/glyph-render.ts'
import { hands } from '../../../engine/data/glyph-strokes.ts'
import { makeGlyphs } from '../../../engine/data/glyphs.ts'
import { loadDataset } from '../../../engine/data/load-dataset.ts'
import { createRandom } from '../../../engine/data/random.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

test('another process draws the same bytes', async () => {
  const module = fileURLToPath(new URL('../../../engine/data/glyphs.ts', import.meta.url))
  const program = `
    const { makeGlyphs } = await import(${JSON.stringify(module)})
    const { createHash } = await import('node:crypto')
    const { inputs } = await makeGlyphs(500, 9, 'glyphs')
    console.log(createHash('sha256').update(inputs).digest('hex'))`
  const flags = [
    '--experimental-strip-types',
    '--no-warnings',
    '--input-type=module',
    '-e',
    program,
  ]
  const other = execFileSync(process.execPath, flags, { encoding: 'utf8' }).trim()
  expect(other).toBe(sha256((await makeGlyphs(500, 9, 'glyphs')).inputs as Uint8Array))
})

test('fewer digits are the beginning of more; another seed or part is other digits', async () => {
  const { inputs } = await makeGlyphs(30, 1, 'glyphs')
  expect((await makeGlyphs(10, 1, 'glyphs')).inputs).toEqual(inputs.slice(0, 7840))
  expect((await makeGlyphs(30, 2, 'glyphs')).inputs).not.toEqual(inputs)
  expect((await makeGlyphs(30, 1, 'glyphsTest')).inputs).not.toEqual(inputs)
})

test('every class is as frequent as any other, in what is held back nearly so', async () => {
  const {
    training,
    validation,
    test: tested,
    classNames,
  } = await loadDataset({ kind: 'glyphs', count: 3000 }, { folder: '/' })
  expect(classNames).toEqual([...'0123456789'])
  expect([training.count, validation.count, tested?.count]).toEqual([2700, 300, 300])
  const counts = (rows: Iterable<number>) => {
    const perClass = new Array<number>(10).fill(0)
    for (const row of rows) {
      const label = training.examples.targets.values[row] as number
      perClass[label] = (perClass[label] as number) + 1
    }
    return perClass
  }
  expect(counts([...training.rows, ...validation.rows])).toEqual(new Array(10).fill(300))
  // Hypergeometric with mean 30 and deviation 4.9.
  for (const count of counts(validation.rows)) expect(Math.abs(count - 30)).toBeLessThan(20)
})

test('every way of writing a digit shows ink inside the frame and leaves the edge free', () => {
  const render = createGlyphRenderer()
  const picture = new Uint8Array(784)
  for (let index = 0; index < 2000; index += 1) {
    render(index % 10, createRandom(5, 'glyphs', index), picture, 0)
    const bright = picture.filter(value => value > 100).length
    expect(bright, `digit ${index}`).toBeGreaterThan(12)
    expect(bright, `digit ${index}`).toBeLessThan(420)
    const corners = [0, 27, 756, 783].map(at => picture[at] as number)
    expect(Math.max(...corners), `digit ${index}`).toBeLessThan(40)
  }
})

test('the strokes are pairs of numbers in the unit box, for ten digits', () => {
  expect(hands.length).toBe(10)
  for (const stroke of hands.flat().flatMap(hand => hand.strokes)) {
    expect(stroke.length % 2).toBe(0)
    expect(Math.min(...stroke)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...stroke)).toBeLessThanOrEqual(1)
  }
})

test('drawing can be stopped and tells how far it is', async () => {
  const stop = new AbortController()
  const seen: number[] = []
  const loading = loadDataset(
    { kind: 'glyphs', count: 5000 },
    {
      folder: '/',
      signal: stop.signal,
      onProgress: ({ done, total }) => {
        seen.push(done / total)
        if (done === 2000) stop.abort(new Error('enough'))
      },
    },
  )
  await expect(loading).rejects.toThrow('enough')
  expect(seen).toEqual([0, 1000 / 5500, 2000 / 5500])
})
