import { pathToLayer } from '../state/go-to.ts'
import { useStores } from '../state/stores.tsx'
import { currentDrawing } from '../state/use-drawing.ts'
import type { CodeLine } from './emitted.ts'

/** A click on a line selects the card that it draws, in whatever block that is. */
export function useSelectLine(): (line: CodeLine) => void {
  const stores = useStores()
  return ({ node }) => {
    if (!node) return
    const { scope, path } = currentDrawing(stores)
    if (scope.place !== node.block) {
      const first = scope.network.layers.find(
        layer => layer.definition.block === node.block && layer.definition.id === node.id,
      )
      const target = first && pathToLayer(stores, first.id)
      stores.session.open(target?.path ?? (node.block === null ? [] : path))
    }
    stores.session.show(node.id)
  }
}
