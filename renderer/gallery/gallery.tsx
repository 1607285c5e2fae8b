// Where a network begins: a template, a file, or nothing yet.
import { FilePlus, FolderOpen, Search, X } from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton, Dialog, Modal, ModalOverlay } from 'react-aria-components'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { findTemplate, templates } from '../../templates/index.ts'
import type { Template } from '../../templates/template.ts'
import { emptyDocument, openFresh } from '../files/open.ts'
import { useFile, useRun, useStores } from '../state/stores.tsx'
import { Button } from '../ui/button.tsx'
import { Logo } from '../ui/glyph.tsx'
import { findTemplates, sizeMeant } from './find.ts'
import { RecentList } from './recent-list.tsx'
import { TemplateCard } from './template-card.tsx'
import { TemplateDetails } from './template-details.tsx'
import './gallery.css'

export function Gallery() {
  const { file } = useStores()
  const isOpen = useFile(state => state.dialog?.kind === 'gallery')
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={open => !open && file.close()}
      className="gallery-overlay"
    >
      <Modal className="gallery-modal">
        <Dialog className="gallery" aria-label="Start from a template">
          <StartColumn />
          <Templates />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function StartColumn() {
  const stores = useStores()
  const { file } = stores
  const engine = useRun(state => state.engine)
  const cores = useRun(state => state.status?.cores)
  const begin = () => {
    file.close()
    openFresh(stores, emptyDocument())
  }
  return (
    <nav className="start-column" aria-label="Start">
      <h1 className="brand">
        <Logo />
        Layerloom
      </h1>
      <AriaButton className="start-action primary" onPress={begin}>
        <FilePlus size={16} strokeWidth={1.5} />
        New empty network
      </AriaButton>
      <AriaButton className="start-action" onPress={() => file.ask({ kind: 'open' })}>
        <FolderOpen size={16} strokeWidth={1.5} />
        <span className="spring">Open a file</span>
        <kbd>Ctrl O</kbd>
      </AriaButton>
      <RecentList />
      <span className="spring" />
      <p className="start-engine">
        <i className={`engine-dot ${engine?.state ?? 'died'}`} />
        {engine
          ? `Engine ${engine.state}${cores ? `, ${cores} CPU cores` : ''}`
          : 'No engine: drawing only'}
      </p>
    </nav>
  )
}

function Templates() {
  const stores = useStores()
  const { file } = stores
  const [query, setQuery] = useState('')
  const [adapted, setAdapted] = useState<Template | null>(null)
  const found = findTemplates(query)
  const open = (document: NetworkDocument) => {
    file.close()
    openFresh(stores, document)
  }
  const choose = (template: Template) => open(template.document)
  const chooseFirst = () => {
    const [first] = found[0]?.templates ?? []
    if (first) choose(findTemplate(sizeMeant(first, query)) ?? first)
  }
  return (
    <section className="templates">
      <header className="templates-head">
        <h2>Start from a template</h2>
        <span className="spring" />
        <label className="field template-filter">
          <input
            type="search"
            aria-label="Find a template"
            placeholder="Find a template"
            value={query}
            onChange={event => setQuery(event.target.value)}
            onKeyDown={event => event.key === 'Enter' && chooseFirst()}
          />
          <Search size={14} strokeWidth={1.5} />
        </label>
        <Button look="quiet" iconOnly tip="Back to the drawing" onPress={file.close}>
          <X size={16} strokeWidth={1.5} />
        </Button>
      </header>
      {found.map(group => (
        <section key={group.title} aria-label={group.title}>
          <h3 className="template-heading">{group.title}</h3>
          <ul className="template-grid">
            {group.templates.map(template => (
              <TemplateCard
                key={template.name}
                template={template}
                meant={sizeMeant(template, query)}
                onChoose={choose}
                onAdapt={setAdapted}
              />
            ))}
          </ul>
        </section>
      ))}
      {found.length === 0 && <p className="empty-note">No template mentions “{query}”.</p>}
      <Legend />
      {adapted && (
        <TemplateDetails
          template={adapted}
          names={namesBeside(adapted)}
          onOpen={open}
          onClose={() => setAdapted(null)}
        />
      )}
    </section>
  )
}

/** The sizes of the family that one of them belongs to. */
function namesBeside({ name }: Template): readonly string[] {
  const family = templates.find(
    other => other.name === name || other.variants?.some(variant => variant.name === name),
  )
  return family ? [family.name, ...(family.variants ?? []).map(variant => variant.name)] : [name]
}

const families = [
  ['conv', 'convolution'],
  ['pool', 'pooling'],
  ['dense', 'dense'],
  ['io', 'input'],
] as const

function Legend() {
  return (
    <p className="legend">
      Height is the side of the picture, width the channels, both on a log scale:
      {families.map(([family, name]) => (
        <span key={family} className={`family-${family}`}>
          <i />
          {name}
        </span>
      ))}
    </p>
  )
}
