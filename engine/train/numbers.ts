/** JSON has no NaN and no infinity: null stands for both. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? shortestFloat32(value) : null
}

export function share(part: number, whole: number): number | null {
  return whole > 0 ? shortestFloat32(part / whole) : null
}

/**
 * The number whose ordinary printing is the shortest decimal that is nearest to this float32:
 * 0.1, not 0.10000000149011612.
 */
export function shortestFloat32(value: number): number {
  const single = Math.fround(value)
  const isShort = Number.isInteger(single) && Math.abs(single) <= 2 ** 24
  if (isShort || !Number.isFinite(single)) return single
  // A normal float32 keeps 6 digits and is told by 9; below 2^-126 fewer do.
  const first = Math.abs(single) < 2 ** -126 ? 1 : 6
  for (let digits = first; digits < 9; digits += 1) {
    const short = Number(single.toPrecision(digits))
    if (Math.fround(short) === single && !isMidpoint(short, single)) return short
  }
  return Number(single.toPrecision(9))
}

/** As a double exactly between two float32s: a reader that never had the double may take the other one. */
function isMidpoint(short: number, single: number): boolean {
  const mirror = 2 * short - single
  return mirror !== single && Math.fround(mirror) === mirror
}
