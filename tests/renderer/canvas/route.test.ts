import { describe, expect, it } from 'vitest'
import { pathOf, portX, routeOf } from '../../../renderer/canvas/route.ts'

describe('the way of a wire', () => {
  it('is straight between cards below each other', () => {
    expect(pathOf(routeOf({ x: 116, y: 64 }, { x: 116, y: 100 }, () => []))).toBe('M116 64L116 100')
  })

  it('takes the gutter between columns, 20 out, with corners of radius 9', () => {
    // look.html: "M172 504V515q0 9 9 9H305q9 0 9 -9V29q0 -9 9 -9H447q9 0 9 9V40"
    const way = routeOf({ x: 172, y: 504 }, { x: 456, y: 40 }, () => [])
    expect(way.map(({ x, y }) => [x, y])).toEqual([
      [172, 504],
      [172, 524],
      [314, 524],
      [314, 20],
      [456, 20],
      [456, 40],
    ])
    expect(pathOf(way)).toBe(
      'M172 504L172 515Q172 524 181 524L305 524Q314 524 314 515L314 29Q314 20 323 20L447 20Q456 20 456 29L456 40',
    )
  })

  it('goes round a card that stands in its way', () => {
    const between = { x: 0, y: 100 }
    const way = routeOf({ x: 116, y: 64 }, { x: 116, y: 200 }, () => [between])
    expect(way.length).toBeGreaterThan(2)
    const passing = way.filter(({ y }) => y > 90 && y < 174)
    for (const { x } of passing) expect(x < -6 || x > 238).toBe(true)
  })

  it('is vertical first', () => {
    const [first, second] = routeOf({ x: 0, y: 0 }, { x: 300, y: 120 }, () => [])
    expect(second?.x).toBe(first?.x)
  })
})

describe('ports', () => {
  it('stand in the middle, several 24 apart', () => {
    expect(portX(0, 1)).toBe(116)
    expect([0, 1, 2].map(index => portX(index, 3))).toEqual([92, 116, 140])
  })
})
