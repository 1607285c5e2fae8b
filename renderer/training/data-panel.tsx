import { useDocument } from '../state/stores.tsx'
import { DataLook } from './data-look.tsx'
import { trainingOf } from './settings.ts'

export function DataPanel() {
  const { dataset } = useDocument(state => trainingOf(state.present))
  return (
    <div className="data-panel">
      <DataLook dataset={dataset} pictures={60} />
    </div>
  )
}
