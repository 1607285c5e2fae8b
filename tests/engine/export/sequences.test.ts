// Attention and recurrent layers as TypeScript with tfjs, in every case that is compared with Keras.
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { openDocument } from '../../../engine/train/network-session.ts'
import type { NamedArrays, NetworkSession } from '../../../engine/train/run-types.ts'
import {
  expectAnswers,
  exportProject,
  randomInputs,
  runProject,
  scratchFolder,
  titled,
} from './exported-project.ts'
import { sequenceCases, sideBySide } from './layer-cases.ts'

const scratch = scratchFolder()

describe('layers of sequences as TypeScript with tfjs', () => {
  const document = sideBySide('sequences', sequenceCases)
  let session: NetworkSession
  let answers: readonly NamedArrays[]
  let expected: readonly NamedArrays[]

  beforeAll(async () => {
    const folder = join(scratch, 'sequences')
    session = await openDocument(document)
    const batches = [1, 4].map(count => withNumbers(randomInputs(session, count)))
    await exportProject(session, folder)
    answers = await runProject(folder, batches)
    expected = await Promise.all(batches.map(batch => session.predict(batch)))
  })
  afterAll(() => session.close())

  it.each(titled(sequenceCases))('%s answers as predict does', (_, index) => {
    expectAnswers(answers, expected, [`${sequenceCases[index]?.type}${index}`])
  })
})

/** What an embedding reads: numbers that every vocabulary of the cases has. */
function withNumbers(batch: NamedArrays): NamedArrays {
  return Object.fromEntries(
    Object.entries(batch).map(([id, array]) => {
      const index = Number(/^x(\d+)_/.exec(id)?.[1])
      if (sequenceCases[index]?.type !== 'embedding') return [id, array]
      const numbers = Array.from(array.values, value => Math.floor(Math.abs(value) * 10) % 5)
      return [id, { ...array, values: Float32Array.from(numbers) }]
    }),
  )
}
