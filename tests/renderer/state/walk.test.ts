import { describe, expect, it } from 'vitest'
import { step } from '../../../renderer/state/walk.ts'
import { drawn, template } from '../drawings.ts'

describe('the arrow keys', () => {
  const lenet = drawn(template('lenet'))

  it('follow the wires, also from the end of a column to the next', () => {
    expect(step(lenet, 'conv1', 'down')).toBe('pool1')
    expect(step(lenet, 'conv1', 'up')).toBe('image')
    expect(step(lenet, 'pool2', 'down')).toBe('flatten')
    expect(step(lenet, 'flatten', 'up')).toBe('pool2')
  })

  it('lead sideways to the nearest card', () => {
    expect(step(lenet, 'pool1', 'right')).toBe('fc2')
    expect(step(lenet, 'fc1', 'left')).toBe('conv1')
  })

  it('stop at the ends', () => {
    expect(step(lenet, 'image', 'up')).toBeNull()
    expect(step(lenet, 'image', 'left')).toBeNull()
  })
})
