// What stands over the canvas in its corners, and how to keep cards and notes clear of it.

/** In pixels from the canvas's upper left corner. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

const margin = 12
const corners = '.zoom-controls, .overview, .breadcrumb, .react-flow__attribution'

export function obstaclesIn(region: Element): readonly Box[] {
  const from = region.getBoundingClientRect()
  return [...region.querySelectorAll(corners)].flatMap(element => {
    const { left, top, right, bottom, width } = element.getBoundingClientRect()
    const box = {
      left: left - from.left,
      top: top - from.top,
      right: right - from.left,
      bottom: bottom - from.top,
    }
    return width > 0 ? box : []
  })
}

/** The highest and lowest that something may stand between `left` and `right`. */
export function freeHeight(
  { left, right }: Pick<Box, 'left' | 'right'>,
  height: number,
  obstacles: readonly Box[],
  space: number,
): { readonly top: number; readonly bottom: number } {
  let top = space
  let bottom = height - space
  for (const box of obstacles) {
    if (box.right + space <= left || box.left - space >= right) continue
    if (box.top > height / 2) bottom = Math.min(bottom, box.top - space)
    else top = Math.max(top, box.bottom + space)
  }
  return { top, bottom }
}

/** How far the view must move to show a card: just enough, and not at all where it is seen. */
export function wayIntoView(
  card: Box,
  width: number,
  height: number,
  obstacles: readonly Box[],
): { readonly x: number; readonly y: number } {
  const x = shift(card.left, card.right, margin, width - margin)
  const span = { left: card.left + x, right: card.right + x }
  const free = freeHeight(span, height, obstacles, margin)
  return { x, y: shift(card.top, card.bottom, free.top, free.bottom) }
}

function shift(from: number, to: number, low: number, high: number): number {
  if (from < low || to - from > high - low) return low - from
  return to > high ? high - to : 0
}
