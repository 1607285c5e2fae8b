import { ArrowRight, CircleHelp, Lock, LockOpen } from 'lucide-react'
import { memo, useState } from 'react'
import type { DocumentNode } from '../../shared/document/types.ts'
import { elements } from '../../shared/graph/facts.ts'
import { formatGrouped, formatShape, formatShapes } from '../../shared/graph/format.ts'
import type { Layer, Problem } from '../../shared/graph/network.ts'
import { findLayer } from '../../shared/layers/index.ts'
import { wordOf } from '../../shared/layers/variant.ts'
import { familyOf } from '../state/families.ts'
import { layersOf } from '../state/scope.ts'
import { useStores } from '../state/stores.tsx'
import { useCard, useDrawing } from '../state/use-drawing.ts'
import { IconToggle } from '../ui/button.tsx'
import { entriesOf, isWeightParameter } from './entries.ts'
import { Explain } from './explain.tsx'
import { Header } from './header.tsx'
import { type FieldEntry, type FormActions, ParameterForm } from './parameter-form.tsx'
import { Rewrites } from './rewrites.tsx'
import { Section } from './section.tsx'
import { SharedWeights } from './shared-weights.tsx'
import { useFormActions } from './use-form-actions.ts'

const noProblems: readonly Problem[] = []

export function LayerInspector({ node }: { node: DocumentNode }) {
  const { session } = useStores()
  const [showsHelp, setShowsHelp] = useState(false)
  const scope = useDrawing(drawing => drawing.scope)
  const problems = useDrawing(drawing => drawing.problems.get(node.id) ?? noProblems)
  const actions = useFormActions([node.id])
  const [layer] = layersOf(scope, node)
  const declaration = findLayer(node.type)
  const entries = declaration ? entriesOf(declaration, node, layer, problems) : []
  const trainable = entries.find(entry => entry.name === 'trainable')
  return (
    <>
      <Header
        node={node}
        family={familyOf(node.type)}
        subtitle={subtitleOf(node, scope.body.nodes)}
      >
        <ProblemBadge id={node.id} />
        {trainable && <FreezeToggle isFrozen={trainable.value === false} actions={actions} />}
        <HelpToggle isOn={showsHelp} onChange={setShowsHelp} />
      </Header>
      {showsHelp && declaration && (
        <p className="inspector-help">
          {declaration.help}{' '}
          <button
            type="button"
            className="link"
            onClick={() => session.set({ help: `layer:${node.type}` })}
          >
            All its arguments
          </button>
        </p>
      )}
      {layer && <InOut layer={layer} />}
      {!declaration && !/^block(In|Out)put$/.test(node.type) && (
        <p className="inspector-help">
          There is no layer type {node.type} here. Its settings are kept as they are.
        </p>
      )}
      <ParameterForm
        entries={entries.filter(entry => !isWeightParameter(entry.name))}
        actions={actions}
      />
      <Weights entries={entries.filter(entry => isWeightParameter(entry.name))} actions={actions} />
      <SharedWeights node={node} layer={layer} />
      {layer && <Explain layer={layer} />}
      {layer && <Rewrites node={node} />}
    </>
  )
}

interface FreezeProps {
  readonly isFrozen: boolean
  readonly actions: FormActions
}

const FreezeToggle = memo(function FreezeToggle({ isFrozen, actions }: FreezeProps) {
  const Icon = isFrozen ? Lock : LockOpen
  return (
    <IconToggle
      label={isFrozen ? 'Frozen: its weights do not learn' : 'Freeze its weights'}
      isOn={isFrozen}
      onChange={isOn => actions.commit('trainable', isOn ? false : undefined)}
    >
      <Icon size={16} strokeWidth={1.5} />
    </IconToggle>
  )
})

interface HelpProps {
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

const HelpToggle = memo(function HelpToggle({ isOn, onChange }: HelpProps) {
  return (
    <IconToggle label="What this layer does" isOn={isOn} onChange={onChange}>
      <CircleHelp size={16} strokeWidth={1.5} />
    </IconToggle>
  )
})

function subtitleOf(node: DocumentNode, nodes: readonly DocumentNode[]): string {
  const index = nodes.findIndex(other => other.id === node.id) + 1
  return `${node.type}, layer ${index} of ${nodes.length}`
}

function ProblemBadge({ id }: { id: string }) {
  const counts = useCard(id)?.counts
  if (!counts || counts.errors === 0) return null
  return (
    <span className="badge error">
      {counts.errors} {counts.errors === 1 ? 'error' : 'errors'}
    </span>
  )
}

function InOut({ layer }: { layer: Layer }) {
  const shapes = layer.outputShapes
  const input = layer.inputShapes.map(formatShape).join(', ')
  const numbers = shapes?.reduce((sum, shape) => sum + elements(shape), 0)
  return (
    <div className="in-out">
      {input && <span>{input}</span>}
      {input && <ArrowRight size={16} strokeWidth={1.5} />}
      {shapes ? <span>{formatShapes(shapes)}</span> : <span className="in-out-none">no shape</span>}
      <span className="spring" />
      {numbers !== undefined && (
        <span className="dim in-out-numbers" title="Numbers that it gives for one example">
          {formatGrouped(numbers)} numbers
        </span>
      )}
    </div>
  )
}

function Weights({ entries, actions }: { entries: readonly FieldEntry[]; actions: FormActions }) {
  if (entries.length === 0) return null
  const kernel = entries.find(entry => entry.name === 'kernelInitializer') ?? entries[0]
  const value = wordOf(kernel?.value ?? kernel?.parameter.default ?? null)
  const rows = entries.filter(entry => entry.name !== 'trainable')
  if (rows.length === 0) return null
  return (
    <Section title="Weights" startsOpen={false} {...(value !== null && { note: value })}>
      <div className="weights">
        <ParameterForm entries={rows} actions={actions} />
      </div>
    </Section>
  )
}
