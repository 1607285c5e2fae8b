import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeOfNote, type View } from '../../../renderer/canvas/note-place.ts'

const view: View = { transform: [100, 100, 1], width: 1000, height: 600 }
const at = (x: number, y: number) => new Map([['card', { x, y }]])

describe('the note of a card', () => {
  it('stands at the right, and at the left where the window or another card is in the way', () => {
    expect(placeOfNote(at(0, 0), 'card', view, 200)).toEqual({
      side: 'right',
      x: 250,
      y: -2,
      lift: 0,
    })
    expect(placeOfNote(at(600, 0), 'card', view, 200).side).toBe('left')
    const beside = new Map([...at(300, 0), ['other', { x: 624, y: 0 }]])
    expect(placeOfNote(beside, 'card', view, 200)).toMatchObject({ side: 'left', x: 282 })
  })

  it('moves up where the card is low', () => {
    // The canvas ends at 500, and 4 stay free: 496 − 200.
    expect(placeOfNote(at(0, 400), 'card', view, 200)).toMatchObject({ y: 296, lift: 102 })
  })

  it('stays above the overview that it would lie under, and below the way back', () => {
    const overview = { left: 340, right: 480, top: 500, bottom: 590 }
    // 500 − 4 on the screen, where the canvas begins at 100: 396 − 200.
    expect(placeOfNote(at(0, 400), 'card', view, 200, [overview])).toMatchObject({ y: 196 })
    const crumb = { left: 10, right: 400, top: 10, bottom: 120 }
    expect(placeOfNote(at(0, 0), 'card', view, 200, [crumb])).toMatchObject({ y: 24, lift: -26 })
  })

  it('leaves with its card', () => {
    expect(placeOfNote(at(0, 900), 'card', view, 200)).toMatchObject({ y: 898, lift: 0 })
  })

  it('stands under the card, or over it, where the window is narrow', () => {
    const narrow: View = { transform: [80, 20, 1], width: 400, height: 700 }
    expect(placeOfNote(at(0, 0), 'card', narrow, 200)).toMatchObject({ side: 'below', y: 82 })
    expect(placeOfNote(at(0, 500), 'card', narrow, 200)).toMatchObject({ side: 'above', y: 482 })
  })

  it('never covers its card, at any zoom and anywhere', () => {
    const number = fc.integer({ min: -500, max: 1500 })
    fc.assert(
      fc.property(
        number,
        number,
        fc.double({ min: 0.1, max: 2.5, noNaN: true }),
        fc.integer({ min: 200, max: 2000 }),
        fc.integer({ min: 60, max: 400 }),
        (x, y, zoom, width, height) => {
          const view: View = { transform: [50, 50, zoom], width, height: 600 }
          const place = placeOfNote(at(x, y), 'card', view, height)
          const wide = (264 * Math.max(1, zoom)) / zoom
          const tall = (height * Math.max(1, zoom)) / zoom
          const left = place.side === 'left' ? place.x - wide : place.x
          const top = place.side === 'above' ? place.y - tall : place.y
          const isApart = left >= x + 232 || left + wide <= x || top >= y + 64 || top + tall <= y
          expect(isApart).toBe(true)
        },
      ),
    )
  })
})
