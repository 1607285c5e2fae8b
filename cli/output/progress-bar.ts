// The line that moves while something runs: redrawn on a terminal, absent elsewhere.

export interface StatusLine {
  show(text: string): void
  clear(): void
}

export function createStatusLine(stream: NodeJS.WriteStream = process.stdout): StatusLine {
  if (!stream.isTTY) return { show: () => {}, clear: () => {} }
  let shown = false
  return {
    show(text) {
      const line = [...text].slice(0, (stream.columns ?? 80) - 1).join('')
      stream.write(`\r\x1b[2K${line}`)
      shown = true
    },
    clear() {
      if (shown) stream.write('\r\x1b[2K')
      shown = false
    },
  }
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const

/** A bar of `width` characters, filled to an eighth of a character. */
export function bar(share: number, width: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * width * 8)
  const full = '█'.repeat(filled >> 3) + (eighths[filled & 7] ?? '')
  return full + '░'.repeat(Math.max(0, width - [...full].length))
}
