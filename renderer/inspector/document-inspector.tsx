// Nothing is selected: the network as a whole, or the open block.
import { Plus } from 'lucide-react'
import { memo, useMemo, useState } from 'react'
import { setDocumentParameter } from '../../shared/document/edits.ts'
import { problemWithParameterName } from '../../shared/document/names.ts'
import { formatBytes, formatGrouped, formatShort } from '../../shared/graph/format.ts'
import { useDocument, useStores } from '../state/stores.tsx'
import { currentDrawing, useDrawing, useNetwork } from '../state/use-drawing.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/text-field.tsx'
import { say } from '../ui/toast.tsx'
import { FreeFields } from './free-fields.tsx'
import type { FormActions } from './parameter-form.tsx'
import { Section } from './section.tsx'

export function DocumentInspector() {
  const name = useDocument(state => state.present.name)
  const scope = useDrawing(drawing => drawing.scope)
  const layers = useNetwork(network => network.layers.length)
  const parameters = Object.entries(scope.body.parameters ?? {})
  const actions = useParameterActions()
  return (
    <>
      <header className="inspector-header">
        <div className="spring">
          <h2 className="inspector-title">{scope.place ?? name}</h2>
          <span className="inspector-subtitle">
            {scope.place === null ? `network, ${layers} layers` : `block of ${name}`}
          </span>
        </div>
      </header>
      <Section title="Parameters" note="used in fields as =name">
        <FreeFields
          entries={parameters.map(([parameter, value]) => ({
            name: parameter,
            label: parameter,
            value,
            fallback: 0,
            problem: scope.network.problems.find(
              problem => problem.parameter === parameter && problem.node === null,
            )?.message,
          }))}
          actions={actions}
        />
        <NewParameter />
      </Section>
      {scope.place === null && <Totals />}
    </>
  )
}

function useParameterActions(): FormActions {
  const stores = useStores()
  return useMemo(() => {
    const place = () => currentDrawing(stores).scope.place
    return {
      preview: (name, value) => {
        if (value !== undefined)
          stores.document.preview(document => setDocumentParameter(document, name, value, place()))
      },
      // An emptied field removes the parameter: where it is used, the problem says so.
      commit: (name, value) => {
        const label = value === undefined ? `Remove parameter ${name}` : `Set parameter ${name}`
        stores.document.edit(label, document =>
          setDocumentParameter(document, name, value, place()),
        )
      },
      cancel: () => stores.document.cancel(),
    }
  }, [stores])
}

const NewParameter = memo(function NewParameter() {
  const stores = useStores()
  const [isNaming, setNaming] = useState(false)
  function add(text: string): void {
    setNaming(false)
    const name = text.trim()
    const { scope } = currentDrawing(stores)
    if (name === '' || Object.hasOwn(scope.body.parameters ?? {}, name)) return
    const problem = problemWithParameterName(name)
    if (problem !== undefined) {
      say(problem)
      return
    }
    stores.document.edit(`Add parameter ${name}`, document =>
      setDocumentParameter(document, name, 1, scope.place),
    )
  }
  return (
    <div className="new-parameter">
      {isNaming ? (
        <TextField label="Name of the parameter" value="" autoFocus onCommit={add} />
      ) : (
        <Button look="quiet" small onPress={() => setNaming(true)}>
          <Plus size={14} strokeWidth={1.5} />
          Add a parameter
        </Button>
      )}
    </div>
  )
})

function Totals() {
  const { totals } = useNetwork()
  const least = totals.complete ? '' : '≥ '
  const rows = [
    ['Parameters', formatGrouped(totals.parameters)],
    ['Trainable', formatGrouped(totals.trainable)],
    ['Not trainable', formatGrouped(totals.nonTrainable)],
    ['MACs', formatGrouped(totals.macs)],
    ['FLOPs', `${formatShort(totals.flops)}, 2 for each MAC`],
    ['Weights', formatBytes(totals.weightBytes)],
    ['Outputs of one example', formatBytes(totals.activationBytes)],
    ...(totals.inUse
      ? ([
          ['In use', `${formatGrouped(totals.inUse.parameters)} parameters`],
          ['MACs in use', `${formatShort(totals.inUse.macs)}, without training’s own parts`],
        ] as const)
      : []),
    ['Training', totals.complete ? `about ${formatBytes(totals.peakTrainingBytes)}` : 'unknown'],
  ] as const
  return (
    <Section title="Totals" {...(totals.complete ? {} : { note: 'lower bounds' })}>
      <dl className="totals">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {name === 'Training' ? '' : least}
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
