import { useEffect, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { parseDocument } from '../../shared/document/parse.ts'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { formatCount } from '../../shared/graph/format.ts'
import type { FileEntry } from '../../shared/rpc/host-contract.ts'
import { openPath } from '../files/open.ts'
import { useDocuments } from '../files/use-documents.ts'
import { afterAsking } from '../state/place.ts'
import { type Stores, useStores } from '../state/stores.tsx'
import { whenText } from '../ui/when.ts'
import { NetworkOutline } from './outline.tsx'

const most = 6

export function RecentList() {
  const stores = useStores()
  const entries = (useDocuments('recent') ?? []).slice(0, most)
  if (entries.length === 0) return null
  const open = (path: string) => {
    stores.file.close()
    afterAsking(stores, () => void openPath(stores, path))
  }
  return (
    <>
      <h2 className="recent-title">Recent</h2>
      <ul>
        {entries.map(entry => (
          <li key={entry.path}>
            <AriaButton className="recent" onPress={() => open(entry.path)}>
              <Entry stores={stores} entry={entry} />
            </AriaButton>
          </li>
        ))}
      </ul>
    </>
  )
}

function Entry({ stores, entry }: { stores: Stores; entry: FileEntry }) {
  const document = useRead(stores, entry)
  const parameters = document && analyse(document).totals.parameters
  const when = whenText(entry.changed)
  return (
    <>
      {document ? (
        <NetworkOutline document={document} width={52} height={28} />
      ) : (
        <span className="outline" />
      )}
      <b>
        {document?.name ?? entry.name}
        {document && <span className="recent-file">{entry.name}</span>}
      </b>
      <span className="dim" title={entry.path}>
        {parameters == null ? when : `${formatCount(parameters)} params, ${when}`}
      </span>
    </>
  )
}

/** Read for its outline only: the window does not count as showing it. */
function useRead({ link, file }: Stores, { path }: FileEntry): NetworkDocument | null {
  const [document, setDocument] = useState<NetworkDocument | null>(null)
  useEffect(() => {
    let isShown = true
    async function read() {
      const opened = await link?.host.files.open({ path })
      if (file.getState().path !== path) void link?.host.files.close({ path })
      if (opened && isShown) setDocument(parseDocument(opened.text).document)
    }
    // A file that cannot be read is still listed; opening it says why.
    read().catch(() => {})
    return () => {
      isShown = false
    }
  }, [link, file, path])
  return document
}
