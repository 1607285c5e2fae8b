// What goes to standard output: JSON alone, or lines for a person.

export function printJson(value: unknown): void {
  // JSON.stringify writes NaN and infinity as null, as the contract wants them.
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

export function printLine(line = ''): void {
  process.stdout.write(`${line}\n`)
}

/** Colours only for a person at a terminal who has not refused them (no-color.org). */
export function usesColour(stream: { readonly isTTY?: boolean }): boolean {
  return Boolean(stream.isTTY) && !process.env.NO_COLOR && process.env.TERM !== 'dumb'
}

const codes = { red: 31, yellow: 33, blue: 34, green: 32, dim: 2, bold: 1 } as const
export type Colour = keyof typeof codes

export function paint(text: string, colour: Colour, stream = process.stdout): string {
  return usesColour(stream) ? `\x1b[${codes[colour]}m${text}\x1b[0m` : text
}
