// What the form does to the document: typing previews, leaving the field makes one step.
import { useMemo } from 'react'
import { setParam } from '../../shared/document/edits.ts'
import type { Json, NetworkDocument } from '../../shared/document/types.ts'
import { useStores } from '../state/stores.tsx'
import { currentDrawing } from '../state/use-drawing.ts'
import type { FormActions } from './parameter-form.tsx'

export function useFormActions(ids: readonly string[]): FormActions {
  const stores = useStores()
  const key = ids.join('\n')
  return useMemo(() => {
    const nodes = key.split('\n')
    const what = nodes.length === 1 ? nodes[0] : `${nodes.length} layers`
    const change = (name: string, value: Json | undefined) => (document: NetworkDocument) => {
      const { place } = currentDrawing(stores).scope
      return nodes.reduce((next, id) => setParam(next, id, name, value, place), document)
    }
    return {
      preview: (name, value) => stores.document.preview(change(name, value)),
      commit: (name, value) => {
        stores.document.edit(`Set ${name} of ${what}`, change(name, value))
      },
      cancel: () => stores.document.cancel(),
    }
  }, [stores, key])
}
