// How objects are laid out over lines.

/** `head{ a, b }tail`, or one property a line where that is too long for `room` columns. */
export function braces(
  head: string,
  properties: readonly string[],
  tail: string,
  room: number,
): string {
  if (properties.length === 0) return `${head}{}${tail}`
  const flat = `${head}{ ${properties.join(', ')} }${tail}`
  if (flat.length <= room && !flat.includes('\n')) return flat
  const indent = (text: string) => text.replace(/\n/g, '\n  ')
  return `${head}{\n${properties.map(property => `  ${indent(property)},\n`).join('')}}${tail}`
}
