import { describe, expect, it } from 'vitest'
import { wayIntoView } from '../../../renderer/canvas/obstacles.ts'

const card = (left: number, top: number) => ({ left, top, right: left + 232, bottom: top + 64 })
const overview = { left: 850, right: 990, top: 500, bottom: 590 }

describe('the view', () => {
  it('stays where the card is seen', () => {
    expect(wayIntoView(card(100, 100), 1000, 600, [overview])).toEqual({ x: 0, y: 0 })
  })

  it('moves just enough to show a card that is out of it', () => {
    expect(wayIntoView(card(-100, 580), 1000, 600, [])).toEqual({ x: 112, y: -56 })
  })

  it('brings a card out from under the overview', () => {
    // The card's end at 564 goes to 12 above the overview's 500.
    expect(wayIntoView(card(700, 500), 1000, 600, [overview])).toEqual({ x: 0, y: -76 })
  })
})
