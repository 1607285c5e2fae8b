// Which class is taken for which: mistakes on the heat ramp, right answers in neutral grey.
import type { ConfusionMatrix } from '../../shared/runs/events.ts'
import './confusion.css'

/** Beyond this, cells would be too small to read; the worst pairs are listed instead. */
const largest = 26

export function Confusion({ confusion }: { confusion: ConfusionMatrix }) {
  const { classNames, matrix, part } = confusion
  const pairs = worstPairs(matrix)
  const [worst] = pairs
  const nameOf = (index: number) => classNames[index] ?? String(index)
  return (
    <section className="confusion" aria-label="Confusion">
      <h2 className="chart-title">
        Confusion <span>rows: true class, {part}</span>
      </h2>
      {matrix.length <= largest ? (
        <Matrix matrix={matrix} nameOf={nameOf} />
      ) : (
        <ol className="confusion-pairs">
          {pairs.slice(0, 8).map(({ row, column, count }) => (
            <li key={`${row} ${column}`}>
              {nameOf(row)} read as {nameOf(column)}, {times(count)}
            </li>
          ))}
        </ol>
      )}
      <p className="confusion-worst">
        {worst
          ? `Worst: ${nameOf(worst.row)} read as ${nameOf(worst.column)}, ${times(worst.count)}`
          : 'Every answer was right.'}
      </p>
    </section>
  )
}

interface MatrixProps {
  readonly matrix: ConfusionMatrix['matrix']
  readonly nameOf: (index: number) => string
}

function Matrix({ matrix, nameOf }: MatrixProps) {
  const most = Math.max(1, ...worstPairs(matrix).map(pair => pair.count))
  return (
    <table className={`confusion-table${matrix.length > 12 ? ' dense' : ''}`}>
      <caption className="visually-hidden">
        Rows: true class. Columns: the network's answer.
      </caption>
      <tbody>
        {matrix.map((counts, row) => (
          <tr key={nameOf(row)}>
            <th scope="row">{short(nameOf(row))}</th>
            {counts.map((count, column) => (
              <td
                key={nameOf(column)}
                className={row === column ? 'right' : `heat-${level(count, most)}`}
                title={`${nameOf(row)} read as ${nameOf(column)}: ${times(count)}`}
              >
                <span className="visually-hidden">{count}</span>
              </td>
            ))}
          </tr>
        ))}
        <tr>
          <td className="corner" />
          {matrix.map((_, column) => (
            <th key={nameOf(column)} scope="col">
              {short(nameOf(column))}
            </th>
          ))}
        </tr>
      </tbody>
    </table>
  )
}

interface Pair {
  readonly row: number
  readonly column: number
  readonly count: number
}

export function worstPairs(matrix: ConfusionMatrix['matrix']): readonly Pair[] {
  const pairs = matrix.flatMap((counts, row) =>
    counts.flatMap((count, column) => (row !== column && count > 0 ? { row, column, count } : [])),
  )
  return pairs.sort((a, b) => b.count - a.count)
}

/** Steps of the ramp: 0 none, 5 the most. */
function level(count: number, most: number): number {
  return count === 0 ? 0 : Math.max(1, Math.ceil((count / most) * 5))
}

function short(name: string): string {
  return name.length > 3 ? name.slice(0, 3) : name
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count.toLocaleString('en-US')} times`
}
