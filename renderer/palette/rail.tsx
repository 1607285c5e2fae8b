import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { newLayer } from '../state/editing.ts'
import { layerGroups } from '../state/families.ts'
import { type Family, Glyph } from '../ui/glyph.tsx'
import { PaletteItem } from './palette-item.tsx'
import { PartItems } from './part-list.tsx'
import './palette.css'

/** The palette of a small window: one tile a family, its list flies out. */
export function Rail() {
  return (
    <nav className="rail" aria-label="Layers" data-region="palette">
      {layerGroups.map(({ group, title, family, layers }) => (
        <Tile key={group} title={title} family={family}>
          {close =>
            layers.map(layer => (
              <PaletteItem
                key={layer.type}
                node={newLayer(layer.type)}
                label={layer.type}
                family={family}
                help={layer.help}
                onInsert={close}
              />
            ))
          }
        </Tile>
      ))}
      <Tile title="Blocks" family="block">
        {close => <PartItems onInsert={close} />}
      </Tile>
    </nav>
  )
}

interface TileProps {
  readonly title: string
  readonly family: Family
  readonly children: (close: () => void) => React.ReactNode
}

function Tile({ title, family, children }: TileProps) {
  return (
    <DialogTrigger>
      <Button className="rail-tile" aria-label={title}>
        <Glyph family={family} />
      </Button>
      <Popover className="menu-popover" placement="right top" offset={4} isNonModal>
        <Dialog aria-label={title} className="rail-list">
          {({ close }) => (
            <>
              <h2 className="menu-title">{title}</h2>
              {children(close)}
            </>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
