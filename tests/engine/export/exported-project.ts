// Exports a document as its receiver gets it, compiles it with its own settings and runs it with tfjs.
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect } from 'vitest'
import { exportTypescript } from '../../../engine/export/typescript.ts'
import type { NamedArrays, NetworkSession, NumericArray } from '../../../engine/train/run-types.ts'
import type { LayerCase } from './layer-cases.ts'

const execute = promisify(execFile)
const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url))

/** A folder for one test file, removed after it. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'layerloom-export-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** What a Node program prints; its own complaint where it fails. */
export async function runNode(flags: readonly string[], folder: string): Promise<string> {
  try {
    // npm tells programs the caller's folder; here the caller stands in the project.
    const env = { ...process.env, INIT_CWD: folder }
    const options = { cwd: folder, env, maxBuffer: 1 << 28 }
    return (await execute(process.execPath, flags, options)).stdout
  } catch (thrown) {
    const { stdout, stderr } = thrown as { stdout: string; stderr: string }
    throw new Error(`${stdout.slice(0, 4000)}${stderr.slice(0, 4000)}`)
  }
}

/** Runs the compiler that the project asks for, with the project's own settings. */
export async function compile(folder: string): Promise<void> {
  await runNode([join(modules, 'typescript/bin/tsc')], folder)
}

/** Stands in for `npm install`: the packages of this checkout. */
export function linkPackages(folder: string): void {
  symlinkSync(modules, join(folder, 'node_modules'))
}

export async function exportProject(session: NetworkSession, folder: string): Promise<void> {
  await exportTypescript(session, folder)
  linkPackages(folder)
  await compile(folder)
}

const program = `
  import { readFileSync, writeFileSync } from 'node:fs'
  import { pathToFileURL } from 'node:url'
  import * as tf from '@tensorflow/tfjs'
  tf.enableProdMode()
  const [folder] = process.argv.slice(1)
  const { createModel, loadWeights, inputs, outputs } = await import(pathToFileURL(folder + '/dist/model.js'))
  const model = await loadWeights(createModel())
  for (const [file, shapes] of Object.entries(JSON.parse(readFileSync(folder + '/data/list.json', 'utf8')))) {
    const given = inputs.map((name, i) => {
      const bytes = readFileSync(file + '.' + i)
      return tf.tensor(new Float32Array(new Uint8Array(bytes).buffer), shapes[i])
    })
    const answers = [model.predict(given.length === 1 ? given[0] : given)].flat()
    for (const [i, answer] of answers.entries()) {
      // A slice may be a part of the memory that it was cut from.
      const { buffer, byteOffset, byteLength } = answer.dataSync()
      writeFileSync(file + '.out.' + i, new Uint8Array(buffer, byteOffset, byteLength))
    }
    writeFileSync(file + '.json', JSON.stringify(answers.map((answer, i) => [outputs[i], answer.shape])))
  }
`

/** The answers of the compiled project to several batches, in one process. */
export async function runProject(
  folder: string,
  batches: readonly NamedArrays[],
): Promise<readonly NamedArrays[]> {
  const data = join(folder, 'data')
  mkdirSync(data, { recursive: true })
  const files = batches.map((batch, index) => {
    const file = join(data, String(index))
    for (const [place, { values }] of Object.values(batch).entries())
      writeFileSync(`${file}.${place}`, new Uint8Array(values.slice().buffer))
    return [file, Object.values(batch).map(({ shape }) => shape)] as const
  })
  writeFileSync(join(data, 'list.json'), JSON.stringify(Object.fromEntries(files)))
  await runNode(['--input-type=module', '--eval', program, folder], folder)
  return files.map(([file]) => {
    const answers: [string, number[]][] = JSON.parse(readFileSync(`${file}.json`, 'utf8'))
    return Object.fromEntries(
      answers.map(([id, shape], index) => {
        const bytes = new Uint8Array(readFileSync(`${file}.out.${index}`))
        return [id, { shape, values: new Float32Array(bytes.buffer) }]
      }),
    )
  })
}

/** Numbers in the order of `session.inputs`, the same in every run of the test. */
export function randomInputs(session: NetworkSession, batch: number, mean = 0): NamedArrays {
  const random = mulberry(batch)
  return Object.fromEntries(
    Object.entries(session.inputs).map(([id, sizes]) => {
      const shape = [batch, ...sizes]
      const count = shape.reduce((product, size) => product * size, 1)
      const values = Float32Array.from({ length: count }, () => mean + 4 * random() - 2)
      return [id, { shape, values }]
    }),
  )
}

function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** A test's title and place for every case. */
export function titled(cases: readonly LayerCase[]): readonly (readonly [string, number])[] {
  return cases.map(({ type, params = {} }, index) => [`${type} ${JSON.stringify(params)}`, index])
}

/** The project's outputs of every batch are those of `predict`. */
export function expectAnswers(
  answers: readonly NamedArrays[],
  expected: readonly NamedArrays[],
  ids: readonly string[],
): void {
  for (const [batch, outputs] of expected.entries())
    for (const id of ids) {
      const output = outputs[id]
      if (!output) throw new Error(`no output ${id}`)
      expect(difference(answers[batch]?.[id], output)).toBeLessThanOrEqual(1e-5)
    }
}

/** The largest difference as a share of the largest number; infinite where the shapes differ. */
export function difference(ours: NumericArray | undefined, theirs: NumericArray): number {
  if (!ours || ours.shape.join() !== theirs.shape.join()) return Infinity
  let largest = 0
  let most = 0
  for (const [index, value] of theirs.values.entries()) {
    const apart = Math.abs(value - (ours.values[index] ?? Number.NaN))
    if (!(apart <= most)) most = apart
    largest = Math.max(largest, Math.abs(value))
  }
  return most / Math.max(largest, 1e-30)
}
