import { useState } from 'react'
import { formatBytes } from '../../shared/graph/format.ts'
import { afterAsking } from '../state/place.ts'
import { useStores } from '../state/stores.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/text-field.tsx'
import { whenText } from '../ui/when.ts'
import { chooseFile } from './download.ts'
import { openFile, openPath } from './open.ts'
import { useDocuments } from './use-documents.ts'

export function OpenDialog() {
  const stores = useStores()
  const { file } = stores
  const entries = useDocuments('list')
  const [filter, setFilter] = useState('')
  const shown = (entries ?? []).filter(entry =>
    entry.path.toLowerCase().includes(filter.toLowerCase()),
  )
  const open = (path: string) => {
    file.close()
    afterAsking(stores, () => void openPath(stores, path))
  }
  async function upload() {
    const chosen = await chooseFile('.json,application/json')
    if (!chosen) return
    file.close()
    await openFile(stores, chosen)
  }
  return (
    <Dialog title="Open a network" isOpen onClose={file.close} className="ask open-dialog">
      <div className="save-field">
        <TextField
          label="Filter by name"
          placeholder="Filter by name"
          value={filter}
          onType={setFilter}
          onCommit={text => {
            setFilter(text)
            const [only] = shown
            if (only && shown.length === 1) open(only.path)
          }}
          autoFocus
        />
      </div>
      <ul className="file-list">
        {shown.map(entry => (
          <li key={entry.path}>
            <Button look="quiet" className="file-row" onPress={() => open(entry.path)}>
              <span className="file-name">{entry.name}</span>
              <span className="dim file-folder">{folderOf(entry.path)}</span>
              <span className="dim">
                {formatBytes(entry.size)}, {whenText(entry.changed)}
              </span>
            </Button>
          </li>
        ))}
      </ul>
      {entries !== null && shown.length === 0 && (
        <p className="ask-text dim">
          {stores.link === null
            ? 'This page has no host that keeps files. Open one of this computer.'
            : filter === ''
              ? 'Nothing was saved yet.'
              : `No network has “${filter}” in its name.`}
        </p>
      )}
      <div className="ask-buttons">
        <Button onPress={() => void upload()}>Open a file of this computer</Button>
        <span className="spring" />
        <Button onPress={file.close}>Cancel</Button>
      </div>
    </Dialog>
  )
}

function folderOf(path: string): string {
  const parts = path.split('/').slice(0, -1)
  return parts.length > 0 ? `in ${parts.join('/')}` : ''
}
