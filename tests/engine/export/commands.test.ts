// The commands of an exported project, as its README tells its receiver to call them.
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectFiles } from '../../../engine/export/project-files.ts'
import { exportSavedModel } from '../../../engine/export/saved-model.ts'
import { exportTypescript } from '../../../engine/export/typescript.ts'
import { zipFolder } from '../../../engine/export/zip-folder.ts'
import { nestedLists } from '../../../engine/train/nested-lists.ts'
import { openDocument } from '../../../engine/train/network-session.ts'
import type { NetworkSession } from '../../../engine/train/run-types.ts'
import { instantiate } from '../../../templates/instantiate.ts'
import { exportProject, randomInputs, runNode, scratchFolder } from './exported-project.ts'
import { npy } from './npy-file.ts'

const scratch = scratchFolder()
const folder = join(scratch, 'mlp')
let session: NetworkSession

beforeAll(async () => {
  const wishes = { input: [6, 6, 1], classes: 3, set: { hidden: '8', dropRate: '0' } }
  const mlp = instantiate('mlp', wishes)
  if (!mlp.training) throw new Error('a template without training')
  const document = { ...mlp, training: { ...mlp.training, dataset: { kind: 'npz' as const } } }
  session = await openDocument(document)
  await exportProject(session, folder)
})
afterAll(() => session.close())

describe('npm run predict', () => {
  it('prints what predict --json prints, number for number in float32', async () => {
    const batch = randomInputs(session, 3)
    const { shape, values } = batch.image ?? { shape: [], values: new Float32Array() }
    writeFileSync(join(folder, 'x.npy'), npy(shape, values))
    const { outputs } = JSON.parse(await runNode(['dist/predict.js', 'x.npy'], folder))
    const ours = await session.predict(batch)
    const scores = ours.scores
    if (!scores) throw new Error('no scores')
    const expected = nestedLists(scores) as number[][]
    expect(Object.keys(outputs)).toEqual(['scores'])
    for (const [row, numbers] of expected.entries())
      for (const [column, number] of numbers.entries())
        expect(Math.abs(outputs.scores[row][column] - number)).toBeLessThanOrEqual(1e-6)
    // Nine digits are never needed to tell two float32 apart from their neighbours.
    for (const number of outputs.scores.flat())
      expect(String(number).replace(/^0\.0*|e.*$|\D/g, '').length).toBeLessThanOrEqual(9)
  })

  it('takes nested lists by name, and says which sizes it wants', async () => {
    const lists = Array.from({ length: 6 }, () => Array.from({ length: 6 }, () => 0.5))
    writeFileSync(join(folder, 'x.json'), JSON.stringify({ image: [lists, lists] }))
    const { outputs } = JSON.parse(await runNode(['dist/predict.js', 'x.json'], folder))
    expect(outputs.scores).toHaveLength(2)
    writeFileSync(join(folder, 'wrong.npy'), npy([2, 5, 5], new Float32Array(50)))
    await expect(runNode(['dist/predict.js', 'wrong.npy'], folder)).rejects.toThrow(
      /^The network takes 6×6×1; the file holds 2×5×5\.\n$/,
    )
  })
})

describe('a file that is not there', () => {
  it('is named in a sentence', async () => {
    for (const call of [
      ['predict.js', 'gone.npy'],
      ['predict.js', 'gone.json'],
    ])
      await expect(runNode([`dist/${call[0]}`, `${call[1]}`], folder)).rejects.toThrow(
        new RegExp(`^There is no file \\S*${call[1]}\\.\\n$`),
      )
    await expect(runNode(['dist/train.js', 'gone.npy', 'gone.npy'], folder)).rejects.toThrow(
      /^There is no file \S*gone\.npy\.\n$/,
    )
    await expect(runNode(['dist/predict.js', 'dist'], folder)).rejects.toThrow(/is a folder/)
  })
})

describe('README.md', () => {
  it('has the network’s own name as its title, whatever is in it', async () => {
    const title = async (name: string) => {
      const files = await projectFiles({ ...session.document, name }, {})
      return (files.get('README.md') ?? '').split('\n')[0]
    }
    expect(await title('LeNet')).toBe('# LeNet')
    expect(await title('a\n# b <img> [c](d)')).toBe('# a \\# b \\<img\\> \\[c\\](d)')
  })
})

describe('npm run train', () => {
  it('lowers the loss and writes the weights back', async () => {
    const copy = join(scratch, 'trained')
    cpSync(folder, copy, { recursive: true, verbatimSymlinks: true })
    const labels = Float32Array.from({ length: 60 }, (_, index) => index % 3)
    const pixels = Float32Array.from({ length: 60 * 36 }, (_, index) => {
      const row = Math.floor((index % 36) / 12)
      return row === Math.floor(index / 36) % 3 ? 1 : 0
    })
    writeFileSync(join(copy, 'images.npy'), npy([60, 6, 6], pixels))
    writeFileSync(join(copy, 'labels.npy'), npy([60], labels))
    const recipe = join(copy, 'dist/recipe.js')
    const faster = readFileSync(recipe, 'utf8').replace(/learningRate: [^,]+/, 'learningRate: 0.05')
    writeFileSync(
      recipe,
      faster.replace(/epochs: \d+/, 'epochs: 2').replace(/batchSize: \d+/, 'batchSize: 8'),
    )
    const losses = async () => {
      const text = await runNode(['dist/train.js', 'images.npy', 'labels.npy'], copy)
      return [...text.matchAll(/ {2}loss (\S+)/g)].map(match => Number(match[1]))
    }
    const [first = 0, second = 0] = await losses()
    const [third = 0] = await losses()
    expect(first).toBeLessThan(1.6)
    expect(second).toBeLessThan(first)
    // The second call goes on from the weights that the first has written.
    expect(third).toBeLessThan(second)
    const size = (path: string) => readFileSync(join(path, 'weights/weights.bin')).length
    expect(size(copy)).toBe(size(folder))
  })

  it('names a label that the network has no class for', async () => {
    writeFileSync(join(folder, 'images.npy'), npy([2, 6, 6], new Float32Array(72)))
    writeFileSync(join(folder, 'labels.npy'), npy([2], Float32Array.of(0, 3)))
    await expect(runNode(['dist/train.js', 'images.npy', 'labels.npy'], folder)).rejects.toThrow(
      'A label is 3; the network tells the classes 0 to 2 apart.',
    )
  })
})

describe('the folder of an export', () => {
  it('is refused while it holds something, unless it may be replaced', async () => {
    const target = join(scratch, 'twice')
    await exportTypescript(session, target)
    await expect(exportTypescript(session, target)).rejects.toThrow(/is not empty/)
    await exportSavedModel(session, target, { force: true })
    expect(readFileSync(join(target, 'saved_model.pb')).length).toBeGreaterThan(100)
    expect(() => readFileSync(join(target, 'package.json'))).toThrow(/ENOENT/)
  })

  it('becomes a zip below one folder', async () => {
    const { unzipSync } = await import('fflate')
    const target = join(scratch, 'zipped')
    await exportSavedModel(session, target)
    const files = unzipSync(await zipFolder(target, 'mlp'))
    expect(Object.keys(files).sort()).toEqual([
      'mlp/saved_model.pb',
      'mlp/variables/variables.data-00000-of-00001',
      'mlp/variables/variables.index',
    ])
    const stored = readFileSync(join(target, 'saved_model.pb'))
    expect(Buffer.compare(stored, files['mlp/saved_model.pb'] ?? new Uint8Array())).toBe(0)
  })
})
