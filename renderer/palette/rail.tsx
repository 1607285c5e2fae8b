import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { newLayer } from '../state/editing.ts'
import { layerGroups } from '../state/families.ts'
import { Glyph } from '../ui/glyph.tsx'
import { PaletteItem } from './palette-item.tsx'
import './palette.css'

/** The palette of a small window: one tile a family, its list flies out. */
export function Rail() {
  return (
    <nav className="rail" aria-label="Layers" data-region="palette">
      {layerGroups.map(({ group, title, family, layers }) => (
        <DialogTrigger key={group}>
          <Button className="rail-tile" aria-label={title}>
            <Glyph family={family} />
          </Button>
          <Popover className="menu-popover" placement="right top" offset={4} isNonModal>
            <Dialog aria-label={title} className="rail-list">
              {({ close }) => (
                <>
                  <h2 className="menu-title">{title}</h2>
                  {layers.map(layer => (
                    <PaletteItem
                      key={layer.type}
                      node={newLayer(layer.type)}
                      label={layer.type}
                      family={family}
                      help={layer.help}
                      onInsert={close}
                    />
                  ))}
                </>
              )}
            </Dialog>
          </Popover>
        </DialogTrigger>
      ))}
    </nav>
  )
}
