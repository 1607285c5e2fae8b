// Every problem that offers a fix, and each of its fixes made.
import { describe, expect, it } from 'vitest'
import { DocumentError } from '../../../shared/document/document-error.ts'
import { applyFix } from '../../../shared/document/fixes.ts'
import { parseDocument } from '../../../shared/document/parse.ts'
import { printDocument } from '../../../shared/document/print.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import type { Network } from '../../../shared/graph/network.ts'
import { diagnostics } from '../../../shared/help/diagnostics.ts'
import { brokenText } from './broken-documents.ts'
import { mendables, problemsIn } from './findings/mendables.ts'

/** What only a person can decide, or what another program or edit must bring. */
const withoutFix: readonly string[] = `
  absent-ports answers-of blocks-too-deep condition condition-on-port cycle dangling-edge data-of-one decayed-twice empty
  expression-syntax expression-too-deep expression-too-long groups-of-one idle-weight-decay input-missing input-unreached
  large-kernel late-preprocessing learning-rate long-sequence loss-and-activation memory needs-inputs newer-version
  no-input-layer no-layers no-normalization no-shortcuts not-a-number not-finite nothing-trains only-training output-missing
  output-unfed parameter-cycle port-direction repeat-on-layer same-input-twice selu-dropout shared-weights short-sighted
  small-batch-for-normalization stage-jump takes-no-input too-large too-many-nodes unknown-handle unknown-key
  unknown-parameter unknown-type unreached unread-input unused-block unused-parameter
`
  .trim()
  .split(/\s+/)

const errors = ({ problems }: Network) =>
  problems
    .filter(({ severity }) => severity === 'error')
    .map(({ code, node }) => `${node}: ${code}`)

describe.each(mendables.map(mendable => [mendable.code, mendable] as const))(
  '%s',
  (code, drawn) => {
    const fixes = problemsIn(drawn).flatMap(problem => problem.fixes)

    it.each(fixes.map(fix => [fix.label, fix] as const))('is mended by “%s”', (_, fix) => {
      const mended = applyFix(drawn.in, fix)
      expect(problemsIn({ code, in: mended })).toHaveLength(problemsIn(drawn).length - 1)
      const before = errors(analyse(drawn.in))
      expect(errors(analyse(mended)).filter(error => !before.includes(error))).toEqual([])
      // What the fix writes can be saved and opened again.
      expect(parseDocument(printDocument(mended)).document).toEqual(mended)
    })
  },
)

describe('a fix', () => {
  it('is offered by these problems, and by no other', () => {
    const mendable = new Set(mendables.map(({ code }) => code))
    expect(
      Object.keys(diagnostics)
        .filter(code => !mendable.has(code))
        .sort(),
    ).toEqual(withoutFix)
  })

  it('is offered by none of the others in documents that were broken by chance', () => {
    const offering = new Set<string>()
    for (let seed = 0; seed < 150; seed++)
      try {
        const { problems } = analyse(parseDocument(brokenText(seed)).document)
        for (const { code, fixes } of problems) if (fixes.length > 0) offering.add(code)
      } catch (error) {
        if (!(error instanceof DocumentError)) throw error
      }
    expect(offering.size).toBeGreaterThan(10)
    expect(withoutFix.filter(code => offering.has(code))).toEqual([])
  })
})
