// Channel counts of the mobile networks: multiples of 8, and never below 90 % of what was asked for.

/** An expression's text for the rounded value of another: `eights('32*width')`. */
export function eights(value: string): string {
  const rounded = `max(8, 8*floor((${value})/8 + 0.5))`
  return `(${rounded} + 8*(${rounded} < 0.9*(${value})))`
}
