// The one card: a layer, a use of a block or a port of one. It selects its own slice.
import { Handle, type NodeProps, Position as Side } from '@xyflow/react'
import { CircleAlert, GraduationCap, Lightbulb, Link2, Lock, TriangleAlert } from 'lucide-react'
import { memo } from 'react'
import { alike } from '../../shared/graph/format.ts'
import type { Card } from '../state/cards.ts'
import type { Drawing } from '../state/drawing.ts'
import { heatStep, shareOf } from '../state/heat.ts'
import { useSession, useStores } from '../state/stores.tsx'
import { useCard, useDrawing } from '../state/use-drawing.ts'
import { Glyph } from '../ui/glyph.tsx'
import { useGesture } from './gesture-store.ts'
import { type CardNode, inputHandle, outputHandle } from './projection.ts'
import { portX } from './route.ts'
import './layer-node.css'

export const LayerNode = memo(function LayerNode({ id, selected }: NodeProps<CardNode>) {
  const card = useCard(id)
  const heat = useHeat(card)
  const verdict = useGesture(state => state.verdicts.get(id))
  const isChosen = useGesture(state => state.chosen === id)
  if (!card) return null
  const classes = [
    'card',
    `family-${card.family}`,
    card.state,
    selected && 'selected',
    card.isBlock && 'block',
    card.isFrozen && 'frozen',
    heat !== null && `heat step-${heat}`,
    verdict && (verdict.kind === 'fits' ? 'takes' : 'refuses'),
    isChosen && 'chosen',
  ]
  return (
    <div className={classes.filter(Boolean).join(' ')} title={`${card.name}: ${card.line}`}>
      <Inputs card={card} />
      <div className="card-head">
        <Glyph family={card.family} />
        <div className="card-name">
          <b>{card.name}</b>
          <span>{card.line}</span>
        </div>
        <Badges card={card} />
      </div>
      <Footer card={card} />
      <Outputs card={card} isLit={selected ?? false} />
      {verdict && <span className={`verdict ${verdict.kind}`}>{verdict.text}</span>}
    </div>
  )
})

function useHeat(card: Card | undefined): number | null {
  const heat = useSession(state => state.heat)
  return useDrawing(drawing =>
    card && heat ? heatStep(shareOf(card, heat, drawing.cards.values())) : null,
  )
}

function Inputs({ card }: { card: Card }) {
  return card.inputs.map((port, index) => (
    <Handle
      key={inputHandle(index)}
      id={inputHandle(index)}
      type="target"
      position={Side.Top}
      className="port in"
      role="img"
      style={{ left: portX(index, card.inputs.length) }}
      aria-label={`${card.name}, ${port.label}`}
    />
  ))
}

/** The output ports with the shapes that leave them; a stub where nothing reads one. */
function Outputs({ card, isLit }: { card: Card; isLit: boolean }) {
  const reader = useSession(state => state.selection)
  const isRead = useDrawing(drawing =>
    drawing.wires.some(wire => wire.edge.source === card.id && reader.has(wire.edge.target)),
  )
  const isRejected = useDrawing(drawing =>
    drawing.wires.some(wire => wire.edge.source === card.id && wire.state === 'error'),
  )
  // A wire that turns does so close to the port, so its shape moves above the bend.
  const isBent = useDrawing(drawing => hasBend(drawing, card.id))
  const last = card.outputs.length - 1
  return card.outputs.map((port, index) => {
    const left = portX(index, card.outputs.length)
    const tone = isRejected || port.text === 'no shape' ? 'error' : port.shape ? '' : 'unknown'
    return (
      <div key={outputHandle(index)}>
        <Handle
          id={outputHandle(index)}
          type="source"
          position={Side.Bottom}
          className="port out"
          role="img"
          style={{ left }}
          aria-label={`${card.name}, output ${port.text}`}
        />
        {!port.isConnected && <span className="stub" style={{ left }} />}
        {index === last && (
          <span
            className={`shape ${tone}${isLit || isRead ? ' lit' : ''}${isBent ? ' raised' : ''}`}
            style={{ left: left + 8 }}
          >
            {port.shape ? alike(card.outputs.map(output => output.text)) : port.text}
          </span>
        )}
      </div>
    )
  })
}

function hasBend({ wires, positions }: Drawing, id: string): boolean {
  const from = positions.get(id)
  return wires.some(({ edge }) => {
    const to = edge.source === id ? positions.get(edge.target) : undefined
    return from !== undefined && to !== undefined && (from.x !== to.x || to.y < from.y)
  })
}

function Badges({ card }: { card: Card }) {
  const { session } = useStores()
  const { errors, warnings, hints } = card.counts
  return (
    <>
      {card.isFrozen && (
        <span className="badge">
          <Lock size={11} strokeWidth={1.5} />
          frozen
        </span>
      )}
      {card.sharedWeights !== null && (
        <span className="badge" title={`Shares its weights: ${card.sharedWeights}`}>
          <Link2 size={11} strokeWidth={1.5} />
          {card.sharedWeights.replace(/^\//, '')}
        </span>
      )}
      {card.isTrainingOnly && (
        <span className="badge" title="For training only: left out of what predicts and of exports">
          <GraduationCap size={12} strokeWidth={1.5} />
        </span>
      )}
      {card.repeat !== null && <span className="badge">×{card.repeat}</span>}
      {errors + warnings + hints > 0 && (
        <button
          type="button"
          className={`badge nodrag ${errors > 0 ? 'error' : warnings > 0 ? 'warning' : 'hint'}`}
          aria-label={`Show ${errors + warnings + hints} problems of ${card.name}`}
          tabIndex={-1}
          // After React Flow has selected the card, which closes other notes.
          onClick={() =>
            requestAnimationFrame(() => session.set({ note: { card: card.id, isOpen: true } }))
          }
        >
          {errors > 0 ? (
            <CircleAlert size={12} strokeWidth={1.75} />
          ) : warnings > 0 ? (
            <TriangleAlert size={12} strokeWidth={1.75} />
          ) : (
            <Lightbulb size={12} strokeWidth={1.75} />
          )}
          {errors || warnings || hints}
        </button>
      )}
    </>
  )
}

function Footer({ card }: { card: Card }) {
  const hasNoOutput = card.state === 'error' && card.outputs.some(port => port.shape === null)
  if (card.state === 'waiting')
    return (
      <div className="card-foot">
        <span>waits for {card.waitsFor}</span>
      </div>
    )
  return (
    <div className="card-foot">
      <span>
        {card.params ? (
          <>
            <b>{card.params}</b> params
          </>
        ) : (
          'no weights'
        )}
      </span>
      <span>
        {hasNoOutput
          ? 'no output'
          : card.macs && (
              <>
                <b>{card.macs}</b> MACs
              </>
            )}
      </span>
      <span>
        {card.field && (
          <>
            RF <b>{card.field}</b>
          </>
        )}
      </span>
    </div>
  )
}
