// Aligned columns for a terminal.

export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
}

/** Two spaces between columns, numbers to the right, no trailing space. */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string[] {
  const titles = columns.map(column => column.title)
  const widths = titles.map((title, at) =>
    Math.max(widthOf(title), ...rows.map(row => widthOf(row[at] ?? ''))),
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => {
        const space = ' '.repeat(Math.max(0, (widths[at] ?? 0) - widthOf(cell)))
        return columns[at]?.align === 'right' ? space + cell : cell + space
      })
      .join('  ')
      .trimEnd()
  return [line(titles), ...rows.map(line)]
}

/** In characters, not in UTF-16 units. */
function widthOf(text: string): number {
  return [...text].length
}
