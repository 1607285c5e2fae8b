import { describe, expect, it } from 'vitest'
import { effectOf, mendAll } from '../../../renderer/state/fixes.ts'
import { setParam } from '../../../shared/document/edits.ts'
import { analyse } from '../../../shared/graph/analyse.ts'
import { broken, drawn, template } from '../drawings.ts'

describe('the cards of LeNet', () => {
  const { cards, wires } = drawn(template('lenet'))

  it('say what the reference picture says', () => {
    const rows = [...cards.values()].map(card => [
      card.name,
      card.params,
      card.macs,
      card.field,
      card.outputs[0]?.text,
    ])
    // look.html, scene "main": shapes, parameters, MACs and receptive fields (all behind flatten).
    expect(rows).toEqual([
      ['image', '', null, '1', '28×28×1'],
      ['conv1', '156', '118 K', '5', '28×28×6'],
      ['pool1', '', null, '6', '14×14×6'],
      ['conv2', '2,416', '240 K', '14', '10×10×16'],
      ['pool2', '', null, '16', '5×5×16'],
      ['flatten', '', null, 'all', '400'],
      ['fc1', '48,120', '48.0 K', 'all', '120'],
      ['fc2', '10,164', '10.1 K', 'all', '84'],
      ['scores', '850', '840', 'all', '10'],
    ])
  })

  it('show a count that is an expression as it is written', () => {
    expect(cards.get('scores')?.line).toBe('dense · =classes · softmax')
    expect(cards.get('conv2')?.line).toBe('conv2d · 16 · 5×5 valid · relu')
  })

  it('read to a screen reader as the design asks', () => {
    expect(cards.get('conv2')?.speech).toBe(
      'conv2, convolution, 14 by 14 by 6 to 10 by 10 by 16, 2,416 parameters, no problems',
    )
  })

  it('have wires as thick as the picture draws them', () => {
    const widths = wires.slice(0, 4).map(wire => wire.width.toFixed(2))
    expect(widths).toEqual(['2.32', '2.64', '2.39', '2.45'])
  })

  it('stand in two columns that wires connect', () => {
    const { positions } = drawn(template('lenet'))
    expect(positions.get('pool2')).toEqual({ x: 0, y: 400 })
    expect(positions.get('flatten')?.y).toBe(0)
    expect(positions.get('flatten')?.x).toBeGreaterThan(232 + 40)
  })
})

describe('an edit', () => {
  it('leaves the cards and wires that it does not concern as the same objects', () => {
    const lenet = template('lenet')
    const before = drawn(lenet)
    const after = drawn(setParam(lenet, 'fc2', 'units', 90))
    const changed = [...after.cards].filter(([id, card]) => before.cards.get(id) !== card)
    expect(changed.map(([id]) => id)).toEqual(['fc2', 'scores'])
    expect(after.wires.filter((wire, index) => wire !== before.wires[index])).toHaveLength(1)
    expect(after.positions).toBe(before.positions)
  })
})

describe('a window that does not fit', () => {
  const { cards, wires, problems } = drawn(broken)

  it('marks the card and the wire into it, and the rest waits for the card before', () => {
    expect(cards.get('conv3')?.state).toBe('error')
    expect(cards.get('conv3')?.params).toBe('94,200')
    expect(cards.get('conv3')?.outputs[0]?.text).toBe('no shape')
    expect(cards.get('flatten')?.waitsFor).toBe('conv3')
    expect(cards.get('fc2')?.waitsFor).toBe('flatten')
    const state = (id: string) => wires.find(({ edge }) => edge.target === id)?.state
    expect([state('pool2'), state('conv3'), state('flatten')]).toEqual(['fine', 'error', 'waiting'])
  })

  it('offers fixes with the shape, parameters and MACs that they would lead to', () => {
    const [problem] = problems.get('conv3') ?? []
    const effects = problem?.fixes.map(fix => [fix.label, effectOf(broken, problem, fix)])
    // look.html, scene "error".
    expect(effects).toContainEqual(['Use a 5×5 kernel', '1×1×120 · 48,120 params · 48.0 K MACs'])
    expect(effects).toContainEqual(['Use padding same', '5×5×120 · 94,200 params · 2.35 M MACs'])
  })

  it('is mended by "Fix all" without making anything worse', () => {
    const mended = analyse(mendAll(broken))
    expect(mended.problems.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(mended.byId.get('conv3')?.outputShapes).toEqual([[1, 1, 120]])
  })
})
