// How calls and signatures are laid out over lines.

/** `head(a, b)tail`, or one argument a line where that is too long for `room` columns. */
export function parens(head: string, parts: readonly string[], tail: string, room: number): string {
  const flat = `${head}(${parts.join(', ')})${tail}`
  if (parts.length === 0 || (flat.length <= room && !flat.includes('\n'))) return flat
  const indent = (text: string) => text.replace(/\n/g, '\n    ')
  return `${head}(\n${parts.map(part => `    ${indent(part)},\n`).join('')})${tail}`
}
