// How numbers are written for people, on cards, in tables and in the terminal.

// `toLocaleString` makes one of these every time, which takes longer than all the rest.
const grouped = new Intl.NumberFormat('en-US')

/** All digits: `8,396,800`. */
export function formatGrouped(value: number): string {
  return grouped.format(value)
}

/** `61,706`; from a million on three digits: `8.40 M`. */
export function formatCount(value: number): string {
  return value < 1e6 ? formatGrouped(value) : formatShort(value)
}

const scales = [
  [1e15, ' P'],
  [1e12, ' T'],
  [1e9, ' G'],
  [1e6, ' M'],
  [1e3, ' K'],
] as const

/** Three digits with a decimal unit: `240 K`, `1.81 G`. */
export function formatShort(value: number): string {
  for (const [index, [scale, unit]] of scales.entries()) {
    if (value < scale) continue
    // 999,999 rounds to 1000 K, which is written 1.00 M.
    const digits = (value / scale).toPrecision(3)
    const above = scales[index - 1]
    return Number(digits) >= 1000 && above
      ? `${(value / above[0]).toPrecision(3)}${above[1]}`
      : `${plain(digits)}${unit}`
  }
  return value.toLocaleString('en-US', { maximumFractionDigits: 2 })
}

/** `toPrecision` may answer `1.00e+3`. */
function plain(digits: string): string {
  return digits.includes('e') ? String(Number(digits)) : digits
}

const byteUnits = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** `241 KiB`, `9.6 MiB`: two digits below ten, none from a hundred on. */
export function formatBytes(value: number): string {
  let size = value
  let unit = 0
  while (size >= 1023.5 && unit < byteUnits.length - 1) {
    size /= 1024
    unit++
  }
  const digits = unit === 0 || size >= 99.95 ? 0 : 1
  return `${size.toFixed(digits)} ${byteUnits[unit]}`
}

/** A learning rate: `0.001`, `1e10`, with a power of ten where the zeros would have to be counted. */
export function formatRate(value: number): string {
  const isFar = value !== 0 && (Math.abs(value) >= 1e6 || Math.abs(value) < 1e-6)
  return isFar ? value.toExponential().replace('e+', 'e') : String(value)
}

/** `28×28×1` */
export function formatShape(shape: readonly number[]): string {
  return shape.join('×')
}

/** `0:12`, `1:02:05`. Seconds in. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  const rest = String(whole % 60).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
}

/** Of a layer with several outputs: `2 of 4×4×8` where they are alike, else each. */
export function formatShapes(shapes: readonly (readonly number[])[]): string {
  return alike(shapes.map(formatShape))
}

export function alike(texts: readonly string[]): string {
  const [first = '', ...others] = texts
  if (others.length > 0 && others.every(text => text === first))
    return `${texts.length} of ${first}`
  return texts.join(', ')
}
