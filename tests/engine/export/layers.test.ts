import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDocument } from '../../../engine/train/network-session.ts'
import type { NamedArrays, NetworkSession } from '../../../engine/train/run-types.ts'
import { allLayers } from '../../../shared/layers/index.ts'
import {
  expectAnswers,
  exportProject,
  randomInputs,
  runProject,
  scratchFolder,
  titled,
} from './exported-project.ts'
import {
  convolutionCases,
  cornerCases,
  mergeCases,
  normalizingCases,
  preprocessingCases,
  sequenceCases,
  sideBySide,
  spaceCases,
} from './layer-cases.ts'

const scratch = scratchFolder()

describe('every layer and corner as TypeScript with tfjs', () => {
  const document = sideBySide('layers', cornerCases)
  let session: NetworkSession
  let answers: readonly NamedArrays[]
  let expected: readonly NamedArrays[]

  beforeAll(async () => {
    const folder = join(scratch, 'layers')
    session = await openDocument(document)
    // Below zero, so that a zero in the border of a maximum would show.
    const batches = [
      randomInputs(session, 1),
      randomInputs(session, 7),
      randomInputs(session, 2, -9),
    ]
    await exportProject(session, folder)
    answers = await runProject(folder, batches)
    expected = await Promise.all(batches.map(batch => session.predict(batch)))
  })
  afterAll(() => session.close())

  it('leaves out no layer type', () => {
    const tested = new Set([
      'input',
      ...[
        ...convolutionCases,
        ...cornerCases,
        ...mergeCases,
        ...normalizingCases,
        ...sequenceCases,
        ...preprocessingCases,
        ...spaceCases,
      ].map(({ type }) => type),
    ])
    expect(allLayers.map(({ type }) => type).filter(type => !tested.has(type))).toEqual([])
  })

  it.each(titled(cornerCases))('%s answers as predict does', (_, index) => {
    expectAnswers(answers, expected, [`${cornerCases[index]?.type}${index}`])
  })
})
