import { describe, expect, it } from 'vitest'
import { pathToLayer } from '../../../renderer/state/go-to.ts'
import { elsewhereOf, livePath } from '../../../renderer/state/scope.ts'
import { setParam } from '../../../shared/document/edits.ts'
import { drawn, storesWith, template } from '../drawings.ts'

const resnet = template('resnet-20')

describe('the cards of ResNet-20', () => {
  const { cards } = drawn(resnet)

  it('sum a block over all of its repeats', () => {
    // He et al. with projections: stage 1 = 3 × (2 × 9·16·16) weights + 3 × 2 × 4·16 of the norms;
    // stage 2 = 9·16·32 + 5 × 9·32·32 + 16·32 and 7 norms of 4·32.
    expect(cards.get('stage1')?.parameterCount).toBe(3 * (2 * 9 * 16 * 16 + 2 * 4 * 16))
    expect(cards.get('stage2')?.parameterCount).toBe(
      9 * 16 * 32 + 5 * 9 * 32 * 32 + 16 * 32 + 7 * 4 * 32,
    )
    const sum = [...cards.values()].reduce((total, card) => total + card.parameterCount, 0)
    // 272,474 trainable (the issue) and 2 moving statistics per channel of 19 + 2 norms.
    expect(sum - 2 * (7 * 16 + 7 * 32 + 7 * 64)).toBe(272_474)
  })

  it('show how often a block stands in a row and what leaves the last one', () => {
    expect(cards.get('stage3')?.repeat).toBe(3)
    expect(cards.get('stage3')?.outputs[0]?.text).toBe('8×8×64')
    // 1 + 2 (first convolution) + 12·1 + 2·1 + 10·2 + 2·2 + 10·4 reached by the stages.
    expect(cards.get('stage1')?.field).toBe('15')
    expect(cards.get('stage2')?.field).toBe('37')
  })
})

describe('an open block', () => {
  it('shows the numbers of the first of its repeats, with the projection', () => {
    const { cards, scope } = drawn(resnet, [{ block: 'basicBlock', use: 'stage2' }])
    expect(scope.prefix).toBe('stage2/0/')
    expect(cards.get('in')?.outputs[0]?.text).toBe('32×32×16')
    expect(cards.get('shortcut')?.outputs[0]?.text).toBe('16×16×32')
    expect(cards.get('add')?.inputs).toHaveLength(2)
  })

  it('says of a node whose condition is false that it is not there', () => {
    const { cards } = drawn(resnet, [{ block: 'basicBlock', use: 'stage1' }])
    expect(cards.get('shortcut')?.state).toBe('absent')
    expect(cards.get('shortcut')?.outputs[0]?.text).toBe('32×32×16')
  })

  it('finds a use for a block that was opened from the palette', () => {
    expect(drawn(resnet, [{ block: 'basicBlock', use: null }]).scope.prefix).toBe('stage1/0/')
  })

  it('shows its problems at the card inside and at the use outside', () => {
    const wrong = setParam(resnet, 'conv1', 'padding', 'sme', 'basicBlock')
    expect(drawn(wrong).cards.get('stage1')?.state).toBe('error')
    const inside = drawn(wrong, [{ block: 'basicBlock', use: 'stage3' }])
    expect(inside.cards.get('conv1')?.counts.errors).toBe(1)
  })

  it('says which use a problem is in, where another one is open', () => {
    const wrong = setParam(resnet, 'conv1', 'kernelSize', 5, 'basicBlock')
    const path = [{ block: 'basicBlock', use: 'stage2' }]
    const { scope } = drawn(setParam(wrong, 'conv1', 'padding', 1, 'basicBlock'), path)
    const [problem] = scope.network.problems
    expect(problem?.node).toBe('stage1/0/add')
    expect(problem && elsewhereOf(scope, problem)).toBe(
      'This is in repeat 1 of stage1; repeat 1 of stage2 comes after it and waits.',
    )
    expect(problem && elsewhereOf({ ...scope, prefix: 'stage1/0/' }, problem)).toBeNull()
  })

  it('is left when it is no longer in the document', () => {
    const path = [{ block: 'basicBlock', use: 'stage1' }]
    expect(livePath(resnet, path)).toBe(path)
    expect(livePath(template('lenet'), path)).toEqual([])
  })

  it('is on the way to every layer inside', () => {
    expect(pathToLayer(storesWith(resnet), 'stage3/2/conv1')).toEqual({
      path: [{ block: 'basicBlock', use: 'stage3' }],
      node: 'conv1',
    })
    expect(pathToLayer(storesWith(resnet), 'stage9/0/conv1')).toBeNull()
  })
})
