import { isDirty } from '../state/document-store.ts'
import { useDocument, useFile } from '../state/stores.tsx'
import { clockText } from '../ui/when.ts'

/** Beside the name: whether the drawing is in its file. */
export function SavedNote() {
  const dirty = useDocument(isDirty)
  const isUntouched = useFile(state => state.untouched) === useDocument(state => state.recorded)
  const path = useFile(state => state.path)
  const savedAt = useFile(state => state.savedAt)
  const isSaving = useFile(state => state.isSaving)
  const isReadOnly = useFile(state => state.isReadOnly)
  const changedOutside = useFile(state => state.changedOutside)
  const text = isSaving
    ? 'saving'
    : changedOutside
      ? 'changed outside'
      : isUntouched
        ? ''
        : dirty
          ? path === null
            ? 'not saved yet'
            : 'edited'
          : savedAt === null
            ? 'saved'
            : `saved ${clockText(savedAt)}`
  return (
    <>
      {path !== null && (
        <span className="dim" title={path}>
          {fileName(path)}
        </span>
      )}
      <span className="dim">
        {[isReadOnly ? 'read only' : '', text].filter(Boolean).join(', ')}
      </span>
    </>
  )
}

/** Copies of a network have one name and two files. */
function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}
