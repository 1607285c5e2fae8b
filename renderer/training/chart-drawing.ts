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
      axis({ size: 20, space: 24, splits: () => epochTicks(shown().end) }),
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
  y: number
}

function drawLabels(chart: uPlot, { lines }: Shown): void {
  const { ctx, bbox } = chart
  const ratio = devicePixelRatio
  ctx.save()
  ctx.font = font.replace('11px', `500 ${11 * ratio}px`)
  const labels = lines.flatMap(line => endOf(chart, line) ?? [])
  spread(labels, 14 * ratio, bbox.top + bbox.height / 2)
  for (const label of labels) {
    ctx.fillStyle = colours[label.look]()
    const width = ctx.measureText(label.text).width
    const isTight = label.x + 8 * ratio + width > bbox.left + bbox.width + 8 * ratio
    const x = isTight ? bbox.left + bbox.width - width : label.x + 8 * ratio
    ctx.fillText(label.text, x, label.y + (isTight ? -7 : 4) * ratio)
  }
  ctx.restore()
}

/** The last point of a line, in pixels of the canvas, with a dot on a line that has no points. */
function endOf(chart: uPlot, { x, y, label, look }: ChartLine): Label | null {
  const index = y.findLastIndex(value => value !== null)
  const [at, value] = [x[index], y[index]]
  if (label === undefined || at === undefined || value == null) return null
  const left = chart.valToPos(at, 'x', true)
  const top = chart.valToPos(value, 'y', true)
  if (look === 'training') {
    chart.ctx.fillStyle = colours.training()
    chart.ctx.beginPath()
    chart.ctx.arc(left, top, 2.6 * devicePixelRatio, 0, 2 * Math.PI)
    chart.ctx.fill()
  }
  return { text: label, look, x: left, y: top }
}

/** Moves two labels apart that would cover each other. */
function spread(labels: Label[], distance: number, middle: number): void {
  const [first, second] = labels.sort((a, b) => a.y - b.y)
  if (!first || !second || second.y - first.y >= distance) return
  const missing = distance - (second.y - first.y)
  // Towards the middle of the panel, where there is room.
  if (first.y < middle) second.y += missing
  else first.y -= missing
}
