// The one chart of lines: the only place that knows uPlot. Labels stand at the ends of the lines
// instead of in a legend, and a table says the same to those who cannot see it.
import { useEffect, useRef } from 'react'
import type uPlot from 'uplot'
import { type ChartScale, createChart, showLines } from './chart-drawing.ts'
import './line-chart.css'

export interface ChartLine {
  readonly name: string
  /** At the line's end; none for a raw trace. */
  readonly label?: string
  readonly look: 'raw' | 'training' | 'validation'
  readonly x: readonly number[]
  readonly y: readonly (number | null)[]
}

export interface ChartProps {
  readonly title: string
  readonly note: string
  readonly lines: readonly ChartLine[]
  /** The x axis goes to here from the beginning: what is empty is what is left. */
  readonly end: number
  readonly scale: ChartScale
}

export function LineChart({ title, note, lines, end, scale }: ChartProps) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot | null>(null)
  const shown = useRef({ lines, end, scale })
  shown.current = { lines, end, scale }
  useEffect(() => {
    const element = box.current
    if (!element) return
    const made = createChart(element, () => shown.current)
    chart.current = made.chart
    return made.destroy
  }, [])
  useEffect(() => {
    if (chart.current) showLines(chart.current, { lines, end, scale })
  }, [lines, end, scale])
  return (
    <figure className="chart">
      <figcaption className="chart-title">
        {title} <span>{note}</span>
      </figcaption>
      <div ref={box} className="chart-box" aria-hidden="true" />
      <DataTable title={title} lines={lines} />
    </figure>
  )
}

/** Few rows: whole epochs of what was smoothed, and each validation. */
function DataTable({ title, lines }: Pick<ChartProps, 'title' | 'lines'>) {
  return (
    <table className="visually-hidden">
      <caption>{title} by epoch</caption>
      <thead>
        <tr>
          <th>Line</th>
          <th>Epoch</th>
          <th>{title}</th>
        </tr>
      </thead>
      <tbody>
        {lines
          .filter(line => line.look !== 'raw')
          .flatMap(line => atEpochs(line).map(point => ({ ...point, name: line.name })))
          .map(({ name, x, y }) => (
            <tr key={`${name} ${x}`}>
              <td>{name}</td>
              <td>{x.toFixed(1)}</td>
              <td>{y.toPrecision(4)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  )
}

function atEpochs({ x, y }: ChartLine): readonly { readonly x: number; readonly y: number }[] {
  const last = new Map<number, { readonly x: number; readonly y: number }>()
  for (const [index, at] of x.entries()) {
    const value = y[index]
    if (value != null) last.set(Math.ceil(at), { x: at, y: value })
  }
  return [...last.values()].slice(-50)
}
