import { bodyAt } from '../../shared/document/body.ts'
import { findLayer } from '../../shared/layers/index.ts'
import { firstPage } from '../help/first-page.ts'
import { selectedUse } from '../state/blocks.ts'
import { livePath } from '../state/scope.ts'
import type { PanelName } from '../state/session-store.ts'
import type { Command, CommandContext } from './command.ts'
import { focusRegion } from './regions.ts'

const needsCanvas = ({ canvas }: CommandContext) => (canvas ? null : 'Show the canvas first.')

function toggle(panel: PanelName, label: string, keys: string): Command {
  return {
    id: `view.${panel}`,
    label,
    keys: [keys],
    run: ({ session }) => session.togglePanel(panel),
  }
}

export const viewCommands: readonly Command[] = [
  {
    id: 'view.commands',
    label: 'Insert a layer or run a command',
    keys: ['Ctrl+K'],
    run: ({ session }) => session.set({ commandList: { query: '' } }),
  },
  {
    id: 'view.add-after',
    takesFocused: true,
    label: 'Add a layer after the selected one',
    keys: ['A'],
    where: 'canvas',
    run: ({ session }) => session.set({ commandList: { query: '' } }),
  },
  {
    id: 'view.filter',
    label: 'Filter the palette',
    keys: ['/'],
    run: ({ session }) => {
      const hidden = new Set(session.getState().hidden)
      hidden.delete('palette')
      session.set({ hidden, page: 'palette' })
      requestAnimationFrame(() => {
        const field = document.querySelector<HTMLInputElement>('.palette-filter input')
        // Where the palette is a rail it has no filter; the command list finds layers as well.
        if (field) field.focus()
        else session.set({ commandList: { query: '' } })
      })
    },
  },
  {
    id: 'view.fit',
    label: 'See the whole drawing',
    keys: ['F', 'Shift+1'],
    where: 'canvas',
    whyNot: needsCanvas,
    run: ({ canvas }) => canvas?.fit(),
  },
  {
    id: 'view.zoom-in',
    label: 'Zoom in',
    keys: ['+', '='],
    where: 'canvas',
    whyNot: needsCanvas,
    run: ({ canvas }) => canvas?.zoomBy(1.25),
  },
  {
    id: 'view.zoom-out',
    label: 'Zoom out',
    keys: ['-'],
    where: 'canvas',
    whyNot: needsCanvas,
    run: ({ canvas }) => canvas?.zoomBy(0.8),
  },
  {
    id: 'view.zoom-100',
    label: 'Zoom to 100 %',
    keys: ['0'],
    where: 'canvas',
    whyNot: needsCanvas,
    run: ({ canvas }) => canvas?.zoomTo(1),
  },
  {
    id: 'view.arrange',
    label: 'Arrange the drawing',
    keys: ['Shift+A'],
    where: 'canvas',
    whyNot: needsCanvas,
    run: ({ canvas }) => canvas?.arrange(),
  },
  {
    id: 'view.open-block',
    takesFocused: true,
    label: 'Open the selected block',
    keys: ['Enter'],
    where: 'canvas',
    whyNot: context => (openableUse(context) ? null : 'Select a block first.'),
    run: context => {
      const use = openableUse(context)
      const { path } = context.session.getState()
      if (use?.block !== undefined)
        context.session.open([...path, { block: use.block, use: use.id }])
    },
  },
  {
    id: 'view.close-block',
    label: 'Leave the block',
    keys: ['Escape', 'Alt+ArrowUp'],
    where: 'canvas',
    whyNot: ({ session }) =>
      session.getState().path.length > 0 || session.getState().selection.size > 0
        ? null
        : 'No block is open.',
    run: ({ session, document }) => {
      const path = livePath(document.getState().present, session.getState().path)
      const { selection, wires } = session.getState()
      if (selection.size + wires.size > 0) session.select([])
      else session.open(path.slice(0, -1), [path[path.length - 1]?.use ?? []].flat())
    },
  },
  {
    id: 'view.connect',
    takesFocused: true,
    label: 'Draw a wire from the selected card',
    keys: ['C'],
    where: 'canvas',
    whyNot: ({ session }) =>
      session.getState().selection.size === 1 ? null : 'Select one layer first.',
    run: ({ canvas }) => canvas?.startWire(),
  },
  toggle('palette', 'Show or hide the palette', 'Ctrl+1'),
  toggle('dock', 'Show or hide the lower panel', 'Ctrl+2'),
  toggle('inspector', 'Show or hide the inspector', 'Ctrl+3'),
  toggle('code', 'Show or hide the code', 'Ctrl+4'),
  {
    id: 'view.theme',
    label: 'Switch between light and dark',
    keys: ['Ctrl+Shift+L'],
    run: ({ session }) => {
      const isDark = document.documentElement.dataset.theme === 'dark'
      session.set({ theme: isDark ? 'light' : 'dark' })
    },
  },
  {
    id: 'view.keys',
    label: 'Keyboard: list all commands and their keys',
    keys: ['F1', '?'],
    run: ({ session }) => session.set({ dialog: 'keys' }),
  },
  {
    id: 'view.help',
    label: 'Help on layers and problems',
    keys: ['Shift+F1'],
    run: ({ session, document }) => {
      const { selection, path } = session.getState()
      const [id] = selection
      const open = livePath(document.getState().present, path).at(-1)?.block ?? null
      const type = bodyAt(document.getState().present, open)?.nodes.find(
        node => node.id === id,
      )?.type
      session.set({ help: type && findLayer(type) ? `layer:${type}` : firstPage })
    },
  },
  {
    id: 'view.next-region',
    label: 'Go to the next region',
    keys: ['F6'],
    run: () => focusRegion(1),
  },
  {
    id: 'view.previous-region',
    label: 'Go to the region before',
    keys: ['Shift+F6'],
    run: () => focusRegion(-1),
  },
]

function openableUse(context: CommandContext) {
  const use = selectedUse(context)
  return use?.block !== undefined && bodyAt(context.document.getState().present, use.block)
    ? use
    : undefined
}
