// Sizes as numbers and as people read them.

/** `28×28×1` */
export function times(sizes: readonly (number | string)[]): string {
  return sizes.join('×')
}

export function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1)
}

/** Thousands separated by commas. */
export function counted(value: number): string {
  return value.toLocaleString('en-US')
}

/** `a 5×5`, `an 8×8`, `an 11×11`. */
export function withArticle(text: string): string {
  return `${/^(8|1[18](?!\d))/.test(text) ? 'an' : 'a'} ${text}`
}

/** A number with the typographic minus. */
export function minus(value: number): string {
  return value < 0 ? `−${-value}` : String(value)
}

/** `1 row`, `2 rows`. */
export function plural(count: number, noun: string): string {
  return `${counted(count)} ${noun}${count === 1 ? '' : 's'}`
}
