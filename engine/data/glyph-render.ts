// Draws a digit as a pen would: points shaken and moved as a whole, a smooth curve through them, ink
// where a pixel is nearer to the curve than the pen is wide, then contrast and noise.
// Only + - * / and square roots, which IEEE 754 fixes to the last bit: no sine, so the same seed
// gives the same bytes on every machine.
import { type Hand, hands, type Stroke } from './glyph-strokes.ts'
import type { Random } from './random.ts'

export const glyphSide = 28
const pixels = glyphSide * glyphSide
/** Pixels between the frame and the outermost line of the pen. */
const margin = 1.5
const boxWidth = 15
const boxHeight = 20
const stepsPerSpan = 5

export type GlyphRenderer = (digit: number, random: Random, into: Uint8Array, at: number) => void

/** A renderer with its own scratch memory. */
export function createGlyphRenderer(): GlyphRenderer {
  const nearness = new Float64Array(pixels)
  return (digit, random, into, at) => {
    const strokes = placeStrokes(chooseHand(digit, random).strokes, random)
    const pen = random.between(0.75, 1.75)
    const pressure = random.between(-0.3, 0.3)
    nearness.fill(9)
    for (const stroke of strokes) drawStroke(nearness, stroke, pen, pressure)
    develop(nearness, pen, random, into, at)
  }
}

function chooseHand(digit: number, random: Random): Hand {
  const choices = hands[digit] as readonly Hand[]
  let ticket = random.below(choices.reduce((sum, hand) => sum + hand.weight, 0))
  for (const hand of choices) {
    ticket -= hand.weight
    if (ticket < 0) return hand
  }
  return choices[0] as Hand
}

/** Shakes each point, then turns, slants, stretches and moves the whole, staying inside the frame. */
function placeStrokes(strokes: readonly Stroke[], random: Random): Float64Array[] {
  // Rotation by the half-angle tangent: (1-t²)/(1+t²) and 2t/(1+t²) are cosine and sine.
  const halfTangent = random.between(-0.15, 0.15)
  const cosine = (1 - halfTangent ** 2) / (1 + halfTangent ** 2)
  const sine = (2 * halfTangent) / (1 + halfTangent ** 2)
  const slant = random.between(-0.35, 0.25)
  const width = boxWidth * random.between(0.6, 1.15)
  const height = boxHeight * random.between(0.7, 1.1)
  const shake = random.between(0.01, 0.045)
  const placed = strokes.map(stroke => {
    const points = shakePoints(stroke, shake, random)
    for (let i = 0; i < points.length; i += 2) {
      const down = ((points[i + 1] as number) - 0.5) * height
      const right = ((points[i] as number) - 0.5) * width + slant * down
      points[i] = cosine * right - sine * down
      points[i + 1] = sine * right + cosine * down
    }
    return points
  })
  for (const axis of [0, 1]) moveIntoFrame(placed, axis, random)
  return placed
}

function shakePoints(stroke: Stroke, amount: number, random: Random): Float64Array {
  const points = new Float64Array(stroke.length)
  for (let i = 0; i < stroke.length; i += 2) {
    const isCorner = i > 0 && stroke[i] === stroke[i - 2] && stroke[i + 1] === stroke[i - 1]
    for (const axis of [i, i + 1]) {
      points[axis] = isCorner
        ? (points[axis - 2] as number)
        : (stroke[axis] as number) +
          random.between(-amount, amount) +
          random.between(-amount, amount)
    }
  }
  return points
}

/** Anywhere that fits, at most four pixels off the middle. */
function moveIntoFrame(strokes: Float64Array[], axis: number, random: Random): void {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const points of strokes) {
    for (let i = axis; i < points.length; i += 2) {
      low = Math.min(low, points[i] as number)
      high = Math.max(high, points[i] as number)
    }
  }
  const middle = (low + high) / 2
  const room = Math.max(0, Math.min(4, (glyphSide - (high - low)) / 2 - margin))
  const offset = glyphSide / 2 - middle + random.between(-room, room)
  for (const points of strokes) {
    for (let i = axis; i < points.length; i += 2) points[i] = (points[i] as number) + offset
  }
}

/** Catmull and Rom (1974): through every point, the tangent parallel to its neighbours' chord. */
function drawStroke(
  nearness: Float64Array,
  points: Float64Array,
  pen: number,
  pressure: number,
): void {
  const count = points.length / 2
  for (let i = 0; i + 1 < count; i += 1) {
    if (isSame(points, i, i + 1)) continue
    const before = i === 0 || isSame(points, i - 1, i) ? i : i - 1
    const after = i + 2 === count || isSame(points, i + 1, i + 2) ? i + 1 : i + 2
    const radius = pen * (1 + pressure * ((2 * (i + 0.5)) / (count - 1) - 1))
    drawSpan(nearness, points, [before, i, i + 1, after], radius)
  }
}

function isSame(points: Float64Array, a: number, b: number): boolean {
  return points[2 * a] === points[2 * b] && points[2 * a + 1] === points[2 * b + 1]
}

function drawSpan(
  nearness: Float64Array,
  points: Float64Array,
  span: readonly [number, number, number, number],
  radius: number,
): void {
  const [p0, p1, p2, p3] = span
  let x = points[2 * p1] as number
  let y = points[2 * p1 + 1] as number
  for (let step = 1; step <= stepsPerSpan; step += 1) {
    const t = step / stepsPerSpan
    const w0 = t * (t * (2 - t) - 1)
    const w1 = t * t * (3 * t - 5) + 2
    const w2 = t * (t * (4 - 3 * t) + 1)
    const w3 = t * t * (t - 1)
    const along = (axis: number) =>
      (w0 * (points[2 * p0 + axis] as number) +
        w1 * (points[2 * p1 + axis] as number) +
        w2 * (points[2 * p2 + axis] as number) +
        w3 * (points[2 * p3 + axis] as number)) /
      2
    const nextX = along(0)
    const nextY = along(1)
    drawSegment(nearness, x, y, nextX, nextY, radius)
    x = nextX
    y = nextY
  }
}

/** Lowers each near pixel to its squared distance from the segment, in units of the pen. */
function drawSegment(
  nearness: Float64Array,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  radius: number,
): void {
  // The soft edge ends at most 1.1 pixels beyond the pen; rounding to whole pixels adds half a pixel.
  const reach = radius + 0.6
  const left = Math.max(0, Math.floor(Math.min(x0, x1) - reach))
  const right = Math.min(glyphSide - 1, Math.floor(Math.max(x0, x1) + reach))
  const top = Math.max(0, Math.floor(Math.min(y0, y1) - reach))
  const bottom = Math.min(glyphSide - 1, Math.floor(Math.max(y0, y1) + reach))
  const dx = x1 - x0
  const dy = y1 - y0
  const inverse = 1 / (dx * dx + dy * dy + 1e-12)
  const unit = 1 / (radius * radius)
  for (let row = top; row <= bottom; row += 1) {
    const y = row + 0.5 - y0
    for (let column = left; column <= right; column += 1) {
      const x = column + 0.5 - x0
      const t = Math.min(Math.max((x * dx + y * dy) * inverse, 0), 1)
      const gapX = x - t * dx
      const gapY = y - t * dy
      const distance = (gapX * gapX + gapY * gapY) * unit
      const at = row * glyphSide + column
      if (distance < (nearness[at] as number)) nearness[at] = distance
    }
  }
}

/** Distance to ink to grey: a soft edge, a contrast and a grain that differ from picture to picture. */
function develop(
  nearness: Float64Array,
  pen: number,
  random: Random,
  into: Uint8Array,
  at: number,
): void {
  const sharpness = pen / random.between(1, 1.7)
  const ink = random.between(140, 255)
  const grain = random.between(0, 0.1)
  for (let pixel = 0; pixel < pixels; pixel += 4) {
    let word = random.bits()
    for (let i = pixel; i < pixel + 4; i += 1) {
      const edge = (1 - Math.sqrt(nearness[i] as number)) * sharpness + 0.5
      const covered = Math.min(Math.max(edge, 0), 1)
      const value = covered * ink + ((word & 0xff) - 127.5) * 2 * grain
      into[at + i] = Math.floor(Math.min(Math.max(value, 0), 255))
      word >>>= 8
    }
  }
}
