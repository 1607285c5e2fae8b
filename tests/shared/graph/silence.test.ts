import { expect, it } from 'vitest'
import { applyFix } from '../../../shared/document/fixes.ts'
import { parseDocument } from '../../../shared/document/parse.ts'
import { printDocument } from '../../../shared/document/print.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import { describeEffect, effectOfFix } from '../../../shared/graph/fix-effect.ts'
import { drawing, layer } from './drawing.ts'

const image = layer('image', 'input', { shape: [8, 8, 3] })
const conv = layer('c', 'conv2d', { filters: 4, kernelSize: 3 })
const norm = layer('n', 'batchNormalization')
const reason = 'The bias is read by another program.'

function silenced(codes: Readonly<Record<string, string>>) {
  return drawing([image, { ...conv, silenced: codes }, norm], 'image > c > n')
}

it('keeps a silenced hint apart, with its reason', () => {
  const network = analyse(silenced({ 'bias-before-normalization': reason }))
  expect(network.problems).toEqual([])
  expect(network.silenced.map(entry => [entry.problem.code, entry.reason])).toEqual([
    ['bias-before-normalization', reason],
  ])
})

it('tells of a silence that silences nothing, and the fix removes it', () => {
  const document = silenced({ 'bias-before-normalization': reason, 'large-kernel': 'It is fine.' })
  const [problem] = analyse(document).problems
  expect(problem?.code).toBe('idle-silence')
  expect(problem?.message).toContain('large-kernel')
  const [fix] = problem?.fixes ?? []
  if (!fix) throw new Error('no fix')
  const mended = applyFix(document, fix)
  expect(mended.nodes[1]?.silenced).toEqual({ 'bias-before-normalization': reason })
})

it('never silences an error', () => {
  const wrong = { ...conv, params: { filters: 4, kernelSize: 9 } }
  const document = drawing(
    [image, { ...wrong, silenced: { 'window-too-large': 'Trust me.' } }],
    'image > c',
  )
  expect(analyse(document).problems.map(({ code }) => code)).toContain('window-too-large')
})

it('is written in the file and read again', () => {
  const document = silenced({ 'bias-before-normalization': reason })
  const text = printDocument(document)
  expect(text).toContain(`"silenced": {`)
  expect(parseDocument(text).document).toEqual(document)
})

it('says what a fix saves in the whole network', () => {
  const document = drawing([image, conv, norm], 'image > c > n')
  const [fix] = analyse(document).problems[0]?.fixes ?? []
  if (!fix) throw new Error('no fix')
  const effect = effectOfFix(document, fix)
  // One bias for each of the 4 filters.
  expect(effect).toMatchObject({ parameters: -4, macs: 0, errors: 0, comparable: true })
  expect(describeEffect(effect)).toMatch(/^−4 parameters/)
})
