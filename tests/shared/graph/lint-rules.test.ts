// Every rule of the linter: a drawing in which it finds something, and the same one mended.
import { describe, expect, it } from 'vitest'
import { applyFix } from '../../../shared/document/fixes.ts'
import type { NetworkDocument } from '../../../shared/document/types.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import { endsFindings } from './findings/ends.ts'
import { proportionsFindings } from './findings/proportions.ts'
import { trainingFindings } from './findings/training.ts'
import { wasteFindings } from './findings/waste.ts'

const findings = [...endsFindings, ...wasteFindings, ...proportionsFindings, ...trainingFindings]

function found(document: NetworkDocument, code: string) {
  return analyse(document).problems.filter(problem => problem.code === code)
}

describe.each(findings.map(finding => [finding.code, finding] as const))('%s', (code, finding) => {
  it('is found at the layer, with its numbers', () => {
    const [problem, ...more] = found(finding.in, code)
    expect(problem?.node).toBe(finding.node)
    for (const words of finding.says) expect(problem?.message).toContain(words)
    expect(more).toEqual([])
  })

  it('is not found where all is well', () => {
    expect(found(finding.notIn, code)).toEqual([])
  })

  it('is gone after each of its fixes', () => {
    for (const problem of found(finding.in, code))
      for (const fix of problem.fixes) {
        const mended = applyFix(finding.in, fix)
        expect(mended).not.toBe(finding.in)
        expect(found(mended, code)).toEqual([])
      }
  })
})
