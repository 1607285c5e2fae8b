// A page for every layer and every problem, beside a list that can be searched.
import { Search } from 'lucide-react'
import { useState } from 'react'
import { type HelpPage, layerPage, problemPages } from '../../shared/help/pages.ts'
import { layerGroups } from '../state/families.ts'
import { useSession, useStores } from '../state/stores.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import './help-dialog.css'

interface Chapter {
  readonly title: string
  readonly pages: readonly HelpPage[]
}

const chapters: readonly Chapter[] = [
  ...layerGroups.map(({ title, layers }) => ({ title, pages: layers.map(layerPage) })),
  { title: 'Problems', pages: problemPages },
]

const pages: ReadonlyMap<string, HelpPage> = new Map(
  chapters.flatMap(chapter => chapter.pages.map(page => [page.id, page] as const)),
)

export function HelpDialog() {
  const { session } = useStores()
  const id = useSession(state => state.help)
  const page = id === null ? undefined : pages.get(id)
  const close = () => session.set({ help: null })
  return (
    <Dialog title="Help" isOpen={id !== null} onClose={close} className="ask help-dialog">
      <div className="help-body">
        <Contents chosen={id} onChoose={help => session.set({ help })} />
        {page ? (
          <Page page={page} />
        ) : (
          <p className="help-page dim">There is no page on this. Choose one from the list.</p>
        )}
      </div>
      <div className="ask-buttons">
        <span className="spring" />
        <Button onPress={close}>Close</Button>
      </div>
    </Dialog>
  )
}

interface ContentsProps {
  readonly chosen: string | null
  readonly onChoose: (id: string) => void
}

function Contents({ chosen, onChoose }: ContentsProps) {
  const [filter, setFilter] = useState('')
  const found = chapters
    .map(({ title, pages: all }) => ({ title, pages: all.filter(page => matches(page, filter)) }))
    .filter(chapter => chapter.pages.length > 0)
  const first = found[0]?.pages[0]
  return (
    <nav className="help-contents" aria-label="Pages of the help">
      <label className="help-filter">
        <Search size={14} strokeWidth={1.5} />
        <input
          type="search"
          aria-label="Search the help"
          placeholder={`Search ${pages.size} pages`}
          value={filter}
          onChange={event => setFilter(event.target.value)}
          onKeyDown={event => {
            if (event.key === 'Enter' && first) onChoose(first.id)
          }}
        />
      </label>
      <div className="help-list">
        {found.map(chapter => (
          <section key={chapter.title}>
            <h3>{chapter.title}</h3>
            {chapter.pages.map(page => (
              <button
                key={page.id}
                type="button"
                className={page.id === chosen ? 'on' : ''}
                aria-current={page.id === chosen}
                onClick={() => onChoose(page.id)}
              >
                {page.title}
              </button>
            ))}
          </section>
        ))}
        {found.length === 0 && <p className="dim">No page has “{filter}” in it.</p>}
      </div>
    </nav>
  )
}

function matches({ id, title, text }: HelpPage, filter: string): boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  const all = `${id} ${title} ${text}`.toLowerCase()
  return words.every(word => all.includes(word))
}

function Page({ page }: { page: HelpPage }) {
  return (
    <article className="help-page" key={page.id}>
      <h2>{page.title}</h2>
      <code>{page.id.slice(page.id.indexOf(':') + 1)}</code>
      <p>{page.text}</p>
      {page.table && (
        <table className="table">
          <thead>
            <tr>
              {page.table.head.map(cell => (
                <th key={cell}>{cell}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {page.table.rows.map(([name = '', ...cells]) => (
              <tr key={name}>
                <td className="mono">{name}</td>
                {cells.map((cell, index) => (
                  <td key={page.table?.head[index + 1]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </article>
  )
}
