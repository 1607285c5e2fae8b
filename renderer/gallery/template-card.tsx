import { SlidersHorizontal } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { formatShape, formatShort } from '../../shared/graph/format.ts'
import { findTemplate } from '../../templates/index.ts'
import type { Template } from '../../templates/template.ts'
import { Button } from '../ui/button.tsx'
import { NetworkOutline } from './outline.tsx'
import { useSeen } from './use-seen.ts'
import { variantWords } from './variant-words.ts'

interface TemplateCardProps {
  readonly template: Template
  /** The size to show until one is picked. */
  readonly meant: string
  readonly onChoose: (template: Template) => void
  /** Look at it and set its sizes first. */
  readonly onAdapt: (template: Template) => void
}

export function TemplateCard({ template, meant, onChoose, onAdapt }: TemplateCardProps) {
  const card = useRef<HTMLLIElement>(null)
  const seen = useSeen(card)
  const names = [template.name, ...(template.variants ?? []).map(variant => variant.name)]
  const words = variantWords(names)
  const [picked, setPicked] = useState<string | null>(null)
  const name = picked ?? meant
  const chosen = findTemplate(name) ?? template
  return (
    <li ref={card} className={`template-card${names.length > 1 ? ' with-sizes' : ''}`}>
      <AriaButton className="template-face" onPress={() => onChoose(chosen)}>
        {seen ? (
          <NetworkOutline
            document={chosen.document}
            width={262}
            height={names.length > 1 ? 98 : 124}
          />
        ) : (
          <span className="outline" />
        )}
        <span className="template-body">
          <span className="template-title">
            {chosen.title}
            <span>{chosen.year}</span>
          </span>
          <span className="template-idea" title={hint(chosen)}>
            {firstSentence(chosen.idea)}
          </span>
          <Sizes document={seen ? chosen.document : null} />
        </span>
      </AriaButton>
      <Button
        small
        look="quiet"
        iconOnly
        tip="Details, sizes and parameters"
        aria-label={`Details of ${template.title}`}
        onPress={() => onAdapt(chosen)}
      >
        <SlidersHorizontal size={14} strokeWidth={1.5} />
      </Button>
      {names.length > 1 && (
        <fieldset className="variants" aria-label={`Sizes of ${template.title}`}>
          {names.map((other, at) => (
            <button
              key={other}
              type="button"
              aria-pressed={other === name}
              onClick={() => setPicked(other)}
            >
              {words[at]}
            </button>
          ))}
        </fieldset>
      )}
    </li>
  )
}

function Sizes({ document }: { document: NetworkDocument | null }) {
  const network = document && analyse(document)
  const shape = network?.byId.get(network.inputs[0] ?? '')?.outputShapes?.[0]
  return (
    <span className="template-sizes">
      <Size name="Input" text={shape ? formatShape(shape) : '–'} />
      <Size name="Params" text={network ? formatShort(network.totals.parameters) : '–'} />
      <Size name="MACs" text={network ? formatShort(network.totals.macs) : '–'} />
    </span>
  )
}

function Size({ name, text }: { name: string; text: string }) {
  return (
    <span>
      <span className="size-name">{name}</span>
      <b>{text}</b>
    </span>
  )
}

/** All of the paragraph, and the error that was published. */
function hint({ idea, error }: Template): string {
  return error === undefined ? idea : `${idea} Published: ${error}.`
}

function firstSentence(text: string): string {
  return /^.*?[.;:](?=\s|$)/.exec(text)?.[0].slice(0, -1) ?? text
}
