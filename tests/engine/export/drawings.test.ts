import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDocument } from '../../../engine/train/network-session.ts'
import type { NamedArrays, NetworkSession } from '../../../engine/train/run-types.ts'
import { emitModel } from '../../../shared/emit/typescript/model.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import { instantiate } from '../../../templates/instantiate.ts'
import { drawings } from './drawings.ts'
import {
  difference,
  exportProject,
  randomInputs,
  runProject,
  scratchFolder,
} from './exported-project.ts'

const scratch = scratchFolder()

/** The largest difference of any output between the exported project and `predict`. */
async function compare(
  session: NetworkSession,
  folder: string,
  scale: (batch: NamedArrays) => NamedArrays = batch => batch,
): Promise<number> {
  const batches = [randomInputs(session, 1), randomInputs(session, 7)]
  await exportProject(session, folder)
  const answers = await runProject(folder, batches)
  const expected = await Promise.all(batches.map(batch => session.predict(scale(batch))))
  return Math.max(
    ...expected.flatMap((outputs, batch) =>
      Object.entries(outputs).map(([id, output]) => difference(answers[batch]?.[id], output)),
    ),
  )
}

describe('drawings as TypeScript with tfjs', () => {
  it.each(drawings.map(document => [document.name, document] as const))(
    '%s answers as predict does',
    async (name, document) => {
      const session = await openDocument(document)
      try {
        expect(await compare(session, join(scratch, name.replace(' ', '-')))).toBeLessThanOrEqual(
          1e-5,
        )
      } finally {
        await session.close()
      }
    },
  )

  it.each(['lenet', 'fashion-cnn', 'resnet-20'])(
    'puts the constants of a standardized run of %s before the first layer',
    async name => {
      const open = await openDocument(instantiate(name))
      const scaling = { mean: [0.3], deviation: [1.7] }
      const scale = (batch: NamedArrays) =>
        Object.fromEntries(
          Object.entries(batch).map(([id, { shape, values }]) => [
            id,
            { shape, values: values.map(value => (value - 0.3) / 1.7) },
          ]),
        )
      try {
        const folder = join(scratch, `standardized-${name}`)
        expect(await compare({ ...open, scaling }, folder, scale)).toBeLessThanOrEqual(1e-5)
      } finally {
        await open.close()
      }
    },
  )
})

describe('what the code keeps of a drawing', () => {
  const textOf = (name: string) => {
    const document = drawings.find(one => one.name === name)
    if (!document) throw new Error(name)
    expect(analyse(document).problems.filter(({ severity }) => severity === 'error')).toEqual([])
    return emitModel(document)
      .lines.map(line => line.text)
      .join('\n')
  }

  it('writes a block once, however often it is used', () => {
    expect(textOf('blocks').match(/^function \w+/gm)).toHaveLength(6)
    expect(textOf('shared weights').match(/^function \w+/gm)).toHaveLength(1)
  })

  it('writes every layer out where uses of one block need different code', () => {
    expect(textOf('unlike uses')).not.toContain('function conv')
    expect(textOf('unlike uses')).toContain("name: 'two/1/c'")
  })

  it('leaves out what is never there', () => {
    expect(textOf('absent parts')).not.toMatch(/dropout|stray|broken/)
  })
})
