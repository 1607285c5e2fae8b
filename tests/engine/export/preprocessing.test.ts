// Preprocessing as the exported project has it: as predict does, and in training by numbers worked out by hand.
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDocument } from '../../../engine/train/network-session.ts'
import type { NamedArrays, NetworkSession } from '../../../engine/train/run-types.ts'
import {
  expectAnswers,
  exportProject,
  randomInputs,
  runNode,
  runProject,
  scratchFolder,
  titled,
} from './exported-project.ts'
import { preprocessingCases, sideBySide } from './layer-cases.ts'

const scratch = scratchFolder()

/** Layers in training, many of them with factors that leave nothing to chance. */
const training = `
  import { pathToFileURL } from 'node:url'
  import * as tf from '@tensorflow/tfjs'
  tf.enableProdMode()
  const [folder] = process.argv.slice(1)
  const load = file => import(pathToFileURL(folder + '/dist/' + file + '.js'))
  const own = await load('layers')
  const { mixing } = await load('loss')
  const seen = (layer, x) => layer.apply(x, { training: true }).arraySync()
  const square = tf.reshape(tf.range(0, 25), [1, 5, 5, 1])
  const many = (x, count) => tf.tile(x, [count, 1, 1, 1])
  const colours = tf.tensor([[[[0.8, 0.4, 0.2], [0.2, 0.6, 0.3]]]])
  const range = [0, 1]
  const x = tf.randomUniform([6, 2, 2, 1])
  const mixed = seen(own.mixUp({ alpha: 1 }), x)
  const byHand = mixing.mixed(x).arraySync()
  const kept = own.mixUp({}).apply(x, { training: false }).arraySync()
  console.log(JSON.stringify({
    flip: seen(own.randomFlip({ mode: 'horizontal' }), many(square, 400)),
    rotation: seen(own.randomRotation({ factor: [0.25, 0.25] }), many(square, 3)),
    translation: seen(own.randomTranslation({ heightFactor: [0.2, 0.2], widthFactor: [-0.4, -0.4], fillMode: 'constant', fillValue: 7 }), many(square, 3)),
    zoom: seen(own.randomZoom({ heightFactor: [-0.5, -0.5], interpolation: 'nearest' }), many(square, 3)),
    crop: seen(own.randomCrop({ height: 5, width: 5, padding: 1 }), many(square, 900)),
    brightness: seen(own.randomBrightness({ factor: [0.1, 0.1], valueRange: range }), colours),
    contrast: seen(own.randomContrast({ factor: 0, valueRange: [0, 0.5] }), colours),
    saturation: seen(own.randomColorJitter({ saturationFactor: [0.25, 0.25], valueRange: range }), colours),
    hue: seen(own.randomColorJitter({ hueFactor: [0.5, 0.5], valueRange: range }), many(colours, 200)),
    erasing: seen(own.randomErasing({ factor: [1, 1], scale: [0.16, 0.16], fillValue: -1, valueRange: [-1, 30] }), many(square, 50)),
    mixed, byHand, kept, x: x.arraySync(), after: mixing.batch,
  }))
`

type Pictures = readonly (readonly (readonly (readonly number[])[])[])[]

function numbers(pictures: Pictures | undefined): readonly (readonly number[])[] {
  return (pictures ?? []).map(picture => picture.flat(2))
}

const near = (values: readonly number[] = [], wanted: readonly number[]) => {
  expect(values.length).toBe(wanted.length)
  for (const [at, value] of wanted.entries())
    expect(Math.abs((values[at] ?? Number.NaN) - value)).toBeLessThan(1e-4)
}

/** Three pictures that are alike. */
const all = (pictures: Pictures | undefined, wanted: readonly number[]) => {
  expect(pictures?.length).toBe(3)
  for (const picture of numbers(pictures)) near(picture, wanted)
}

const grid = (of: (row: number, column: number) => number) =>
  Array.from({ length: 25 }, (_, at) => of(Math.floor(at / 5), at % 5))
const at = (row: number, column: number) => row * 5 + column

describe('preprocessing as TypeScript with tfjs', () => {
  const document = sideBySide('preprocessing', preprocessingCases)
  let session: NetworkSession
  let answers: readonly NamedArrays[]
  let expected: readonly NamedArrays[]
  let trained: Readonly<Record<string, Pictures>>

  beforeAll(async () => {
    const folder = join(scratch, 'preprocessing')
    session = await openDocument(document)
    const batches = [1, 3].map(count => randomInputs(session, count))
    await exportProject(session, folder)
    answers = await runProject(folder, batches)
    expected = await Promise.all(batches.map(batch => session.predict(batch)))
    const printed = await runNode(['--input-type=module', '--eval', training, folder], folder)
    trained = JSON.parse(printed.trimEnd().split('\n').at(-1) ?? '')
  }, 300_000)
  afterAll(() => session.close())

  it.each(titled(preprocessingCases))('%s answers as predict does', (_, index) => {
    expectAnswers(answers, expected, [`${preprocessingCases[index]?.type}${index}`])
  })

  it('mirrors half of the pictures', () => {
    const [plain, mirrored] = [grid(at), grid((row, column) => at(row, 4 - column))]
    const made = numbers(trained.flip).map(String)
    const count = made.filter(picture => picture === String(mirrored)).length
    expect(made.filter(picture => picture === String(plain)).length).toBe(400 - count)
    expect(Math.abs(count - 200)).toBeLessThan(4 * 10)
  })

  it('turns, moves and enlarges', () => {
    // A quarter turn against the clock: what was on the right is on top.
    all(
      trained.rotation,
      grid((row, column) => at(column, 4 - row)),
    )
    // One row down, two columns to the left.
    all(
      trained.translation,
      grid((row, column) => (row < 1 || column > 2 ? 7 : at(row - 1, column + 2))),
    )
    // Half of it about the middle: 1, 1.5, 2, 2.5, 3, and halves are rounded up.
    const half = [1, 2, 2, 3, 3]
    all(
      trained.zoom,
      grid((row, column) => at(half[row] ?? 0, half[column] ?? 0)),
    )
  })

  it('cuts at each of nine places', () => {
    const inside = (row: number, column: number) =>
      row < 0 || row > 4 || column < 0 || column > 4 ? 0 : at(row, column)
    const windows = [-1, 0, 1].flatMap(down =>
      [-1, 0, 1].map(across => String(grid((row, column) => inside(row + down, column + across)))),
    )
    const made = numbers(trained.crop).map(String)
    const counts = windows.map(window => made.filter(picture => picture === window).length)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(900)
    for (const count of counts) expect(Math.abs(count - 100)).toBeLessThan(5 * 10)
  })

  it('changes colours', () => {
    near(numbers(trained.brightness)[0], [0.9, 0.5, 0.3, 0.3, 0.7, 0.4])
    near(numbers(trained.contrast)[0], [0.5, 0.4, 0.2, 0.2, 0.5, 0.3])
    // 0.25 ÷ 0.75 of the distance from the largest: 0.8 − 0.4 ÷ 3 …
    near(numbers(trained.saturation)[0], [0.8, 2 / 3, 0.6, 7 / 15, 0.6, 0.5])
    // A quarter of the circle. Orange at 20° goes to 110° or 290°, green at 135° to 225° or 45°.
    const turned = [
      [0.3, 0.8, 0.2, 0.2, 0.3, 0.6],
      [0.7, 0.2, 0.8, 0.6, 0.5, 0.2],
    ]
    for (const picture of numbers(trained.hue)) {
      const [first = 0] = picture
      near(picture, turned[first < 0.5 ? 0 : 1] ?? [])
    }
    const right = numbers(trained.hue).filter(([first = 0]) => first < 0.5).length
    expect(Math.abs(right - 100)).toBeLessThan(4 * Math.sqrt(50))
  })

  it('erases a rectangle of √0.16 of each side', () => {
    for (const picture of numbers(trained.erasing)) {
      // Two of five positions, at any fraction of one.
      expect(picture.filter(value => value === -1).length).toBe(4)
      expect(picture.every((value, place) => value === -1 || value === place)).toBe(true)
    }
  })

  it('mixes examples as their answers', () => {
    expect(trained.mixed).toEqual(trained.byHand)
    expect(trained.mixed).not.toEqual(trained.x)
    expect(trained.kept).toEqual(trained.x)
    expect(trained.after).toBeNull()
  })
})
