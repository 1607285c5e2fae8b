import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { NetworkDocument } from '../../shared/document/types.ts'
import { analyse } from '../../shared/graph/analyse.ts'
import { formatShape, formatShort } from '../../shared/graph/format.ts'
import { allTemplates } from '../../templates/index.ts'
import type { Template } from '../../templates/template.ts'
import { NetworkOutline } from './outline.tsx'

interface TemplateCardProps {
  readonly template: Template
  readonly onChoose: (template: Template) => void
}

export function TemplateCard({ template, onChoose }: TemplateCardProps) {
  const names = [template.name, ...(template.variants ?? []).map(variant => variant.name)]
  const [name, setName] = useState(template.name)
  const chosen = allTemplates.find(other => other.name === name) ?? template
  return (
    <li className={`template-card${names.length > 1 ? ' with-sizes' : ''}`}>
      <AriaButton className="template-face" onPress={() => onChoose(chosen)}>
        <NetworkOutline
          document={chosen.document}
          width={262}
          height={names.length > 1 ? 98 : 124}
        />
        <span className="template-body">
          <span className="template-title">
            {chosen.title}
            <span>{chosen.year}</span>
          </span>
          <span className="template-idea" title={chosen.idea}>
            {firstSentence(chosen.idea)}
          </span>
          <Sizes document={chosen.document} />
        </span>
      </AriaButton>
      {names.length > 1 && (
        <fieldset className="variants" aria-label={`Sizes of ${template.title}`}>
          {names.map(other => (
            <button
              key={other}
              type="button"
              aria-pressed={other === name}
              onClick={() => setName(other)}
            >
              {variantText(other)}
            </button>
          ))}
        </fieldset>
      )}
    </li>
  )
}

function Sizes({ document }: { document: NetworkDocument }) {
  const { totals, inputs, byId } = analyse(document)
  const shape = byId.get(inputs[0] ?? '')?.outputShapes?.[0]
  return (
    <span className="template-sizes">
      <Size name="Input" text={shape ? formatShape(shape) : '–'} />
      <Size name="Params" text={formatShort(totals.parameters)} />
      <Size name="MACs" text={formatShort(totals.macs)} />
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

/** `resnet-56` → `56`; a name without a number stays as it is. */
function variantText(name: string): string {
  return /(\d+)$/.exec(name)?.[1] ?? name
}

function firstSentence(text: string): string {
  return /^.*?[.;:](?=\s|$)/.exec(text)?.[0].slice(0, -1) ?? text
}
