// Where the arrow keys lead: along the wires, and sideways to the nearest card.
import type { Drawing } from './drawing.ts'
import { indexOf } from './scope.ts'

export type Direction = 'up' | 'down' | 'left' | 'right'

export function step(drawing: Drawing, from: string, direction: Direction): string | null {
  const { into, from: leaving } = indexOf(drawing.scope.body)
  if (direction === 'up') return into.get(from)?.[0]?.source ?? nearest(drawing, from, direction)
  if (direction === 'down')
    return leaving.get(from)?.[0]?.target ?? nearest(drawing, from, direction)
  return nearest(drawing, from, direction)
}

const axes: Readonly<Record<Direction, readonly [along: 'x' | 'y', sign: 1 | -1]>> = {
  up: ['y', -1],
  down: ['y', 1],
  left: ['x', -1],
  right: ['x', 1],
}

/** The closest card in that direction; what lies aside counts as farther. */
function nearest(drawing: Drawing, from: string, direction: Direction): string | null {
  const start = drawing.positions.get(from)
  if (!start) return null
  const [along, sign] = axes[direction]
  const aside = along === 'x' ? 'y' : 'x'
  let best: string | null = null
  let least = Infinity
  for (const [id, position] of drawing.positions) {
    const ahead = (position[along] - start[along]) * sign
    if (id === from || ahead < 40) continue
    const far = ahead + 2 * Math.abs(position[aside] - start[aside])
    if (far < least) {
      least = far
      best = id
    }
  }
  return best
}
