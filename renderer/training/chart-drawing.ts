import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { logTicks } from './curves.ts'
import type { ChartLine } from './line-chart.tsx'

export type ChartScale =
  | { readonly kind: 'log' }
  /** Shares as per cent, from `low` to one. */
  | { readonly kind: 'share'; readonly low: number }

export interface Shown {
  readonly lines: readonly ChartLine[]
  readonly end: number
  readonly scale: ChartScale
}

const font = '11px "Inter Variable", Inter, system-ui, sans-serif'

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
}

const colours: Readonly<Record<ChartLine['look'], () => string>> = {
  raw: () => `color-mix(in srgb, ${token('text-3')} 38%, transparent)`,
  training: () => token('text-2'),
  validation: () => token('accent'),
}

/** Series keep their places: a raw trace, the training line, the validation line. */
const looks: readonly ChartLine['look'][] = ['raw', 'training', 'validation']

export function createChart(element: HTMLElement, shown: () => Shown) {
  const size = () => ({
    width: Math.max(60, element.clientWidth),
    height: Math.max(60, element.clientHeight),
  })
  const chart = new uPlot(options(size(), shown), aligned(shown().lines), element)
  const resized = new ResizeObserver(() => chart.setSize(size()))
  resized.observe(element)
  const themed = new MutationObserver(() => chart.redraw(false, true))
  themed.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  // Labels measured in another font would overlap.
  void document.fonts.ready.then(() => chart.redraw(false, true))
  return {
    chart,
    destroy: () => {
      resized.disconnect()
      themed.disconnect()
      chart.destroy()
    },
  }
}

export function showLines(chart: uPlot, { lines, scale }: Shown): void {
  const distribution = scale.kind === 'log' ? 3 : 1
  const y = chart.scales.y
  if (y) y.distr = distribution
  chart.setData(aligned(lines))
}

/** uPlot wants one x for all lines. */
function aligned(lines: readonly ChartLine[]): uPlot.AlignedData {
  const tables = looks.map((look): uPlot.AlignedData => {
    const line = lines.find(other => other.look === look)
    return [[...(line?.x ?? [])], [...(line?.y ?? [])]]
  })
  return uPlot.join(tables)
}

function options(size: { width: number; height: number }, shown: () => Shown): uPlot.Options {
  return {
    ...size,
    legend: { show: false },
    cursor: { show: false },
    padding: [6, 8, 0, 0],
    scales: {
      x: { time: false, range: () => [0, shown().end] },
      y: { distr: shown().scale.kind === 'log' ? 3 : 1, range: () => yRange(shown()) },
    },
    axes: [
      axis({ size: 20, splits: () => epochTicks(shown().end), grid: { show: false } }),
      axis({
        size: 32,
        splits: () => yTicks(shown()),
        values: (_chart, ticks) => ticks.map(tick => tickText(tick, shown().scale)),
      }),
    ],
    series: [{}, ...looks.map(series)],
    hooks: { draw: [chart => drawLabels(chart, shown())] },
  }
}

function axis(own: uPlot.Axis): uPlot.Axis {
  return {
    font,
    stroke: () => token('text-3'),
    grid: { stroke: () => token('line'), width: 1 },
    ticks: { show: false },
    gap: 4,
    filter: (_chart, ticks) => ticks,
    ...own,
  }
}

function series(look: ChartLine['look']): uPlot.Series {
  return {
    stroke: colours[look],
    width: look === 'raw' ? 1 : 1.6,
    spanGaps: true,
    points: {
      show: look === 'validation',
      size: 6,
      width: 1.6,
      fill: () => token('panel'),
    },
  }
}

function yRange({ lines, scale }: Shown): [number, number] {
  if (scale.kind === 'share') return [scale.low, 1]
  const values = lines.flatMap(line => line.y).filter(value => value !== null && value > 0)
  if (values.length === 0) return [0.1, 2]
  let [low, high] = [Number.POSITIVE_INFINITY, 0]
  for (const value of values) {
    low = Math.min(low, value ?? low)
    high = Math.max(high, value ?? high)
  }
  // Room for the labels below the last point.
  return [low * 0.7, Math.max(high * 1.1, low * 2)]
}

function yTicks({ lines, end, scale }: Shown): number[] {
  const [low, high] = yRange({ lines, end, scale })
  if (scale.kind === 'log') return [...logTicks(low, high)]
  return [0, 1, 2, 3, 4].map(part => low + ((high - low) * part) / 4)
}

function tickText(tick: number, { kind }: ChartScale): string {
  if (kind === 'share') return String(Number((tick * 100).toFixed(2)))
  return tick >= 1e-3 && tick < 1e4 ? String(tick) : tick.toExponential(0)
}

/** Whole epochs, at most eleven of them. */
function epochTicks(end: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find(size => end / size <= 10) ?? end
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step)
}

interface Label {
  readonly text: string
  readonly look: ChartLine['look']
  readonly x: number
  readonly y: number
  readonly width: number
}

/** Right of the last points while there is room, else above and below the ends of the lines. */
function drawLabels(chart: uPlot, { lines }: Shown): void {
  const { ctx, bbox } = chart
  const ratio = devicePixelRatio
  ctx.save()
  ctx.font = font.replace('11px', `500 ${11 * ratio}px`)
  ctx.textAlign = 'left'
  ctx.textBaseline = 'middle'
  const labels = lines.flatMap(line => labelOf(chart, line) ?? []).sort((a, b) => a.y - b.y)
  const right = bbox.left + bbox.width
  const isTight = labels.some(({ x, width }) => x + 8 * ratio + width > right + 8 * ratio)
  const widest = Math.max(0, ...labels.map(label => label.width))
  const rows = isTight
    ? aroundLines(labels.length, extent(chart, lines, right - widest), bbox, ratio)
    : besideEnds(labels, bbox.top + bbox.height - 6 * ratio, ratio)
  for (const [index, { text, look, x, width }] of labels.entries()) {
    ctx.fillStyle = colours[look]()
    ctx.fillText(text, isTight ? right - width : x + 8 * ratio, rows[index] ?? 0)
  }
  ctx.restore()
}

function besideEnds(labels: readonly Label[], bottom: number, ratio: number): number[] {
  const [first, second] = labels.map(label => label.y)
  if (first === undefined) return []
  if (second === undefined) return [first]
  const lower = Math.min(bottom, Math.max(second, first + 14 * ratio))
  return [Math.min(first, lower - 14 * ratio), lower]
}

function aroundLines(
  count: number,
  [highest, lowest]: readonly [number, number],
  { top, height }: uPlot.BBox,
  ratio: number,
): number[] {
  const above = highest - 10 * ratio
  const below = lowest + 12 * ratio
  const line = 14 * ratio
  const fitsAbove = above > top + 4 * ratio
  const fitsBelow = below < top + height - 4 * ratio
  if (count === 1) return [fitsAbove ? above : below]
  if (fitsAbove && fitsBelow) return [above, below]
  if (fitsBelow && below + line < top + height) return [below, below + line]
  if (fitsAbove && above - line > top) return [above - line, above]
  // Steep lines fill the panel: what falls leaves the upper right corner free.
  return [top + 6 * ratio, top + 6 * ratio + line]
}

/** How high and how low the labelled lines run right of some x, in pixels of the canvas. */
function extent(
  chart: uPlot,
  lines: readonly ChartLine[],
  from: number,
): readonly [number, number] {
  let highest = Number.POSITIVE_INFINITY
  let lowest = Number.NEGATIVE_INFINITY
  for (const { x, y, label } of lines) {
    if (label === undefined) continue
    for (const [index, value] of y.entries()) {
      const after = x[index + 1] ?? x[index]
      // A point left of it counts where its line reaches in.
      if (value === null || after === undefined || chart.valToPos(after, 'x', true) < from) continue
      const row = chart.valToPos(value, 'y', true)
      highest = Math.min(highest, row)
      lowest = Math.max(lowest, row)
    }
  }
  return [highest, lowest]
}

/** Of the last point of a line, in pixels of the canvas, with a dot on a line that has no points. */
function labelOf(chart: uPlot, { x, y, label, look }: ChartLine): Label | null {
  const { ctx } = chart
  const index = y.findLastIndex(value => value !== null)
  const [at, value] = [x[index], y[index]]
  if (label === undefined || at === undefined || value == null) return null
  const left = chart.valToPos(at, 'x', true)
  const top = chart.valToPos(value, 'y', true)
  if (look === 'training') {
    ctx.fillStyle = colours.training()
    ctx.beginPath()
    ctx.arc(left, top, 2.6 * devicePixelRatio, 0, 2 * Math.PI)
    ctx.fill()
  }
  return { text: label, look, x: left, y: top, width: ctx.measureText(label).width }
}
