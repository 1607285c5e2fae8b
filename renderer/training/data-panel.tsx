import { useDocument } from '../state/stores.tsx'
import { DataLook } from './data-look.tsx'
import { trainingOf } from './settings.ts'

export function DataPanel() {
  const { dataset } = trainingOf(useDocument(state => state.present))
  return (
    <div className="data-panel">
      <DataLook dataset={dataset} pictures={60} />
    </div>
  )
}
