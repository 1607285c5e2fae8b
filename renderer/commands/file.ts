import { emptyDocument, openFresh } from '../files/open.ts'
import { downloadDrawing, save } from '../files/save.ts'
import type { Command } from './command.ts'

export const fileCommands: readonly Command[] = [
  {
    id: 'file.new',
    label: 'New network from a template',
    keys: ['Ctrl+N', 'Alt+N'],
    run: ({ file }) => file.ask({ kind: 'gallery' }),
  },
  {
    id: 'file.new-empty',
    label: 'New empty network',
    run: context => openFresh(context, emptyDocument()),
  },
  {
    id: 'file.open',
    label: 'Open a network',
    keys: ['Ctrl+O'],
    run: ({ file }) => file.ask({ kind: 'open' }),
  },
  {
    id: 'file.save',
    label: 'Save',
    keys: ['Ctrl+S'],
    run: async context => {
      await save(context)
    },
  },
  {
    id: 'file.save-as',
    label: 'Save under another name',
    keys: ['Ctrl+Shift+S'],
    whyNot: ({ link }) => (link ? null : 'This page has no host that could keep files.'),
    run: ({ file }) => file.ask({ kind: 'save-as' }),
  },
  {
    id: 'file.download',
    label: 'Download the drawing',
    run: downloadDrawing,
  },
  {
    id: 'file.export',
    label: 'Export as code or model',
    keys: ['Ctrl+E'],
    run: ({ file }) => file.ask({ kind: 'export' }),
  },
]
