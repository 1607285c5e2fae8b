// The arithmetic behind a layer's numbers, the rules that it follows, and where others print other numbers.
import { Fragment } from 'react'
import { explainLayer } from '../../shared/graph/explain.ts'
import type { Layer } from '../../shared/graph/network.ts'
import { notesOn } from '../../shared/graph/remarks.ts'
import { useNetwork } from '../state/use-drawing.ts'
import { Section } from './section.tsx'

export function Explain({ layer }: { layer: Layer }) {
  const network = useNetwork()
  const rows = explainLayer(network, layer)
  const notes = notesOn(network, layer)
  if (rows.length === 0) return null
  return (
    <Section title="Explain">
      <table className="explain">
        <tbody>
          {rows.map(({ quantity, formula, result, law }) => (
            <Fragment key={quantity}>
              <tr>
                <th scope="row">{quantity}</th>
                <td className={`mono${isBad(layer, result) ? ' bad' : ''}`}>{formula}</td>
                <td className={`explain-result${isBad(layer, result) ? ' bad' : ''}`}>{result}</td>
              </tr>
              {law && (
                <tr className="explain-law">
                  <td />
                  <td colSpan={2}>
                    {law.name}: <span>{law.formula}</span>
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
      {notes.length > 0 && (
        <ul className="explain-notes" aria-label="To be known of these numbers">
          {notes.map(({ id, title, text }) => (
            <li key={id}>
              <b>{title}.</b> {text}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

/** Where the arithmetic breaks: a size below one. */
function isBad(layer: Layer, result: string): boolean {
  return layer.outputShapes === null && (/^[-−]/.test(result) || result === 'none')
}
