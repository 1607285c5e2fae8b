// One line a step. On a terminal the running step shows its seconds; elsewhere only what is finished is printed.

/**
 * @typedef {object} Progress
 * @property {(text: string) => void} note
 * @property {(title: string) => void} begin
 * @property {(detail: string) => void} detail   how far the running step is
 * @property {() => void} done
 * @property {() => void} stop                   the running step did not finish
 */

const redrawMs = 100
const reminderMs = 30_000

/**
 * @param {Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>} [stream]
 * @returns {Progress}
 */
export function createProgress(stream = process.stderr) {
  let title = ''
  let detail = ''
  let startedAt = 0
  /** @type {NodeJS.Timeout | undefined} */
  let timer

  const seconds = () => `${((Date.now() - startedAt) / 1000).toFixed(1)} s`
  const line = (/** @type {string} */ mark) =>
    `  ${mark} ${title.padEnd(34)} ${seconds().padStart(8)}${detail ? `  ${detail}` : ''}`
  const erase = () => stream.isTTY && stream.write('\r\x1b[2K')
  const redraw = () => stream.write(`\r\x1b[2K${line('…').slice(0, (stream.columns || 80) - 1)}`)
  const remind = () => stream.write(`${line('…')}\n`)
  const end = () => {
    clearInterval(timer)
    timer = undefined
    erase()
  }

  return {
    note(text) {
      if (timer) erase()
      stream.write(`${text}\n`)
    },
    begin(text) {
      title = text
      detail = ''
      startedAt = Date.now()
      timer = stream.isTTY ? setInterval(redraw, redrawMs) : setInterval(remind, reminderMs)
      timer.unref()
      if (stream.isTTY) redraw()
    },
    detail(text) {
      detail = text
    },
    done() {
      end()
      detail = ''
      stream.write(`${line('✓')}\n`)
    },
    stop() {
      if (!timer) return
      end()
      stream.write(`${line('✗')}\n`)
    },
  }
}
