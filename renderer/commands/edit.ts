import { rankFixes } from '../../shared/graph/rank-fixes.ts'
import { dissolveSelected, whyNoDissolving, whyNoGroup } from '../state/blocks.ts'
import { copiedText, duplicateSelection, pasteText } from '../state/clipboard.ts'
import { deleteSelection, mend } from '../state/editing.ts'
import { currentDrawing } from '../state/use-drawing.ts'
import { say } from '../ui/toast.tsx'
import type { Command, CommandContext } from './command.ts'

function needsSelection({ session }: CommandContext): string | null {
  return session.getState().selection.size > 0 ? null : 'Select a layer first.'
}

async function copy(context: CommandContext): Promise<boolean> {
  const text = copiedText(context)
  if (text === null) return false
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    say('The browser does not let this page write to the clipboard.', { tone: 'error' })
    return false
  }
}

async function paste(context: CommandContext): Promise<void> {
  let text: string
  try {
    text = await navigator.clipboard.readText()
  } catch {
    say('The browser does not let this page read the clipboard.', { tone: 'error' })
    return
  }
  const refusal = pasteText(context, text)
  if (refusal !== null) say(refusal)
}

export const editCommands: readonly Command[] = [
  {
    id: 'edit.undo',
    label: 'Undo',
    keys: ['Ctrl+Z'],
    whyNot: ({ document }) =>
      document.getState().past.length > 0 ? null : 'Nothing has been changed yet.',
    run: ({ document, session }) => {
      document.undo()
      keepLiveSelection({ document, session })
    },
  },
  {
    id: 'edit.redo',
    label: 'Redo',
    keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
    whyNot: ({ document }) =>
      document.getState().future.length > 0 ? null : 'Nothing has been undone.',
    run: ({ document, session }) => {
      document.redo()
      keepLiveSelection({ document, session })
    },
  },
  {
    id: 'edit.delete',
    takesFocused: true,
    label: 'Remove the selection and close the gap',
    keys: ['Delete', 'Backspace'],
    where: 'canvas',
    whyNot: ({ session }) =>
      session.getState().selection.size + session.getState().wires.size > 0
        ? null
        : 'Select a layer or a wire first.',
    run: context => {
      const next = feedOfFocused(context)
      deleteSelection(context)
      if (next !== undefined) context.canvas?.focusNode(next)
    },
  },
  {
    id: 'edit.copy',
    label: 'Copy',
    keys: ['Ctrl+C'],
    isNative: true,
    where: 'canvas',
    whyNot: needsSelection,
    run: async context => {
      await copy(context)
    },
  },
  {
    id: 'edit.cut',
    label: 'Cut',
    keys: ['Ctrl+X'],
    isNative: true,
    where: 'canvas',
    whyNot: needsSelection,
    run: async context => {
      if (await copy(context)) deleteSelection(context)
    },
  },
  {
    id: 'edit.paste',
    label: 'Paste',
    keys: ['Ctrl+V'],
    isNative: true,
    where: 'canvas',
    run: paste,
  },
  {
    id: 'edit.duplicate',
    takesFocused: true,
    label: 'Duplicate',
    keys: ['Ctrl+D'],
    where: 'canvas',
    whyNot: needsSelection,
    run: duplicateSelection,
  },
  {
    id: 'edit.select-all',
    label: 'Select everything',
    keys: ['Ctrl+A'],
    where: 'canvas',
    run: context => context.session.select(currentDrawing(context).cards.keys()),
  },
  {
    id: 'edit.group',
    label: 'Make a block of the selection',
    keys: ['Ctrl+G'],
    whyNot: whyNoGroup,
    run: ({ session }) => session.set({ dialog: 'group' }),
  },
  {
    id: 'edit.dissolve',
    label: 'Dissolve the selected block',
    keys: ['Ctrl+Shift+G'],
    whyNot: whyNoDissolving,
    run: context => {
      const refusal = dissolveSelected(context)
      if (refusal !== null) say(refusal)
    },
  },
  {
    id: 'edit.mend',
    label: 'Mend the problem with its first fix',
    keys: ['Ctrl+.'],
    whyNot: context => (firstFix(context) ? null : 'There is no problem with a fix.'),
    run: context => {
      const fix = firstFix(context)
      if (fix) mend(context, fix)
    },
  },
]

/** Where the focus goes when its card is removed: to the card before, else the one behind. */
function feedOfFocused(context: CommandContext): string | undefined {
  const id = document.activeElement?.closest('.react-flow__node')?.getAttribute('data-id')
  const { selection } = context.session.getState()
  if (id == null || !selection.has(id)) return undefined
  const { edges } = currentDrawing(context).scope.body
  const beside = [
    ...edges.flatMap(edge => (edge.target === id ? edge.source : [])),
    ...edges.flatMap(edge => (edge.source === id ? edge.target : [])),
  ]
  return beside.find(other => !selection.has(other))
}

/** Of the selected card's problems first, then of all. */
function firstFix(context: CommandContext) {
  const { problems, scope } = currentDrawing(context)
  const { selection } = context.session.getState()
  const chosen = [...selection].flatMap(id => problems.get(id) ?? [])
  const problem = [...chosen, ...scope.network.problems].find(({ fixes }) => fixes.length > 0)
  return problem && rankFixes(context.document.getState().present, problem)[0]
}

/** After undo, the selection keeps only what still exists. */
function keepLiveSelection({ document, session }: Pick<CommandContext, 'document' | 'session'>) {
  const { selection, path } = session.getState()
  const live = currentDrawing({ document, session })
  if (live.path !== path) session.open(live.path)
  else session.select([...selection].filter(id => live.cards.has(id)))
}
