import { ChevronDown } from 'lucide-react'
import { memo } from 'react'
import { formatBytes, formatCount, formatShort } from '../../shared/graph/format.ts'
import type { Network } from '../../shared/graph/network.ts'
import type { Shape } from '../../shared/layers/define.ts'
import type { Heat } from '../state/session-store.ts'
import { useDocument, useSession, useStores } from '../state/stores.tsx'
import { useNetwork } from '../state/use-drawing.ts'
import { Button } from '../ui/button.tsx'
import { Menu } from '../ui/menu.tsx'
import { heatNames } from './heat.ts'
import './cost-strip.css'

export function CostStrip() {
  const network = useNetwork()
  const batch = useDocument(state => state.present.training?.batchSize)
  const { totals } = network
  const least = totals.complete ? '' : '≥ '
  const blocking = network.problems.find(problem => problem.severity === 'error' && problem.node)
  return (
    <section className="cost-strip" data-region="cost" aria-label="Costs of the whole network">
      <Cost name="Parameters" value={least + formatCount(totals.parameters)} />
      <Cost name="MACs" value={least + formatMacs(totals.macs)} />
      <Cost name="Weights" value={least + formatBytes(totals.weightBytes)} />
      {totals.complete ? (
        <Cost
          name="Training"
          value={formatBytes(totals.peakTrainingBytes)}
          note={batch === undefined ? '' : `batch ${batch}`}
        />
      ) : (
        <Cost
          name="Training"
          value="unknown"
          note={blocking?.node ? `until ${nameOf(network, blocking.node)} is mended` : ''}
        />
      )}
      {totals.complete && <Sees network={network} />}
      <span className="spring" />
      <HeatMenu />
    </section>
  )
}

/** Whole below a million, as on the strip of the pictures; three digits above. */
function formatMacs(macs: number): string {
  return macs < 1e6 ? formatCount(macs) : formatShort(macs)
}

function Cost({ name, value, note }: { name: string; value: string; note?: string }) {
  return (
    <div className="cost">
      <span className="dim">{name}</span>
      <b>{value}</b>
      {note && <span className="cost-note">{note}</span>}
    </div>
  )
}

/** How much of the picture an output can depend on: each once, where there are several. */
function Sees({ network }: { network: Network }) {
  const [input] = network.inputs
  const shape = input === undefined ? undefined : network.byId.get(input)?.outputShapes?.[0]
  if (shape?.length !== 3) return null
  const seen = new Set(
    network.outputs.flatMap(id => {
      const layer = network.byId.get(id)
      const isShown = layer && layer.type !== 'input' && !network.trainingOnly.outputs.has(id)
      return isShown ? fieldIn(shape, layer.receptiveField).join('×') : []
    }),
  )
  const isWhole = seen.size === 1 && seen.has(shape.slice(0, 2).join('×'))
  if (seen.size === 0) return null
  return <Cost name="Sees" value={[...seen].join(', ')} note={isWhole ? 'all' : ''} />
}

function fieldIn(shape: Shape, field: readonly number[] | null): readonly number[] {
  return shape.slice(0, 2).map((size, axis) => Math.min(size, field?.[axis] ?? size))
}

function nameOf(network: Network, id: string): string {
  return network.byId.get(id)?.name ?? id
}

/** Not painted again with the figures. */
const HeatMenu = memo(function HeatMenu() {
  const { session } = useStores()
  const heat = useSession(state => state.heat)
  const entries = Object.entries(heatNames).map(([id, label]) => ({ id, label, isOn: heat === id }))
  return (
    <Menu
      label="Colour the cards by"
      trigger={
        <Button small>
          {heat ? `Heat map: ${heatNames[heat]}` : 'Heat map'}
          <ChevronDown size={14} strokeWidth={1.5} />
        </Button>
      }
      groups={[
        { title: 'Colour the cards by', entries },
        { entries: [{ id: 'none', label: 'Layer family', isOn: heat === null }] },
      ]}
      onChoose={id => session.set({ heat: id === 'none' ? null : (id as Heat) })}
    />
  )
})
