import { describe, expect, it } from 'vitest'
import { keysText } from '../../../renderer/commands/command.ts'
import { suggest } from '../../../renderer/commands/suggestions.ts'
import { storesWith, template } from '../drawings.ts'

describe('what is offered at the end of a wire', () => {
  it('has the layers that fit first and the others below with their reason', () => {
    const context = { ...storesWith(template('lenet')), canvas: null }
    // Behind flatten there are 400 numbers and no picture any more.
    const wire = {
      node: 'flatten',
      handle: null,
      side: 'source',
      position: { x: 0, y: 0 },
    } as const
    const items = suggest(context, '', wire).flatMap(group => group.items)
    const off = items.map(item => item.isOff)
    expect(off.indexOf(true)).toBeGreaterThan(0)
    expect(off.lastIndexOf(false)).toBeLessThan(off.indexOf(true))
    expect(items.find(item => !item.isOff)?.label).toBe('dense')
    const convolution = items.find(item => item.label === 'conv2d')
    expect(convolution?.isOff).toBe(true)
    expect(convolution?.result).toContain('400')
  })
})

describe('keys as people read them', () => {
  it.each([
    ['Ctrl+Shift+Z', 'Ctrl Shift Z'],
    ['+', '+'],
    ['Alt+ArrowUp', 'Alt ↑'],
  ])('%s', (keys, text) => {
    expect(keysText(keys)).toBe(text)
  })
})
