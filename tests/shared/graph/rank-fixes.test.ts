import { expect, it } from 'vitest'
import { setParam } from '../../../shared/document/edits.ts'
import { applyFix } from '../../../shared/document/fixes.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import { errorsOf } from '../../../shared/graph/network.ts'
import { rankFixes } from '../../../shared/graph/rank-fixes.ts'
import { instantiate } from '../../../templates/instantiate.ts'

it('puts a fix first that leaves the layers behind whole', () => {
  const document = setParam(instantiate('lenet'), 'conv2', 'kernelSize', 20)
  const [problem] = analyse(document).problems
  if (!problem) throw new Error('a 20×20 kernel on 14×14 was no problem')
  // The layer's own order: the kernel that fits makes 1×1×16, and pool2 has nothing to pool.
  expect(problem.fixes.map(fix => fix.label)).toEqual([
    'Use a 14×14 kernel',
    'Use padding same',
    'Remove pool1',
  ])
  const ranked = rankFixes(document, problem)
  expect(ranked.map(fix => fix.label)).toEqual([
    'Use padding same',
    'Remove pool1',
    'Use a 14×14 kernel',
  ])
  const left = ranked.map(fix => errorsOf(analyse(applyFix(document, fix))).map(({ node }) => node))
  expect(left[0]).toEqual([])
  expect(left[2]).toContain('pool2')
  expect(rankFixes(document, problem)).toBe(ranked)
})

it('keeps the order of fixes that mend alike', () => {
  const document = setParam(instantiate('lenet'), 'fc1', 'units', 0)
  for (const problem of analyse(document).problems)
    expect(rankFixes(document, problem)).toEqual(problem.fixes)
})
