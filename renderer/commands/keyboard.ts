import { say } from '../ui/toast.tsx'
import { type Command, type CommandContext, isMac } from './command.ts'

type Stroke = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

/** `Ctrl+Shift+Z` of a pressed key. A sign that needs Shift counts as itself: `?`, not `Shift+?`. */
export function strokeName(event: Stroke): string {
  const control = isMac ? event.metaKey : event.ctrlKey
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key
  const isLetter = /^[A-Z0-9]$/.test(key) || key.length > 1
  return [control && 'Ctrl', event.altKey && 'Alt', event.shiftKey && isLetter && 'Shift', key]
    .filter(Boolean)
    .join('+')
}

/** Fields keep their own keys, except for combinations that mean nothing in a field. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}

const fieldKeys = /^(Ctrl\+)?(Shift\+)?([ZYACVX]|Delete|Backspace|Enter|Escape|Arrow.*|.)$/

/** Mean nothing in a field, so they act from there too. */
const everywhere = /^Ctrl\+([KSOE.]|Shift\+[SL]|Enter)$/

export function commandFor(
  event: KeyboardEvent,
  commands: readonly Command[],
): Command | undefined {
  const stroke = strokeName(event)
  const target = event.target
  if (isTyping(target) && fieldKeys.test(stroke) && !everywhere.test(stroke)) return undefined
  const isOnCanvas = target instanceof Element && target.closest('.canvas-region') !== null
  const isNowhere = target === document.body
  return commands.find(
    command =>
      !command.isNative &&
      command.keys?.includes(stroke) &&
      (command.where !== 'canvas' || isOnCanvas || isNowhere),
  )
}

/** Focus and selection are apart; a key pressed on a card means that card. */
function selectFocused({ session }: CommandContext): void {
  const id = focusedCard()
  if (id !== undefined && !session.getState().selection.has(id)) session.select([id])
}

/** The card that shows the focus ring: one that was only clicked is selected anyway. */
function focusedCard(): string | undefined {
  const card = document.activeElement
  return card?.matches('.react-flow__node:focus-visible')
    ? (card.getAttribute('data-id') ?? undefined)
    : undefined
}

export function listenToKeys(
  commands: readonly Command[],
  context: () => CommandContext,
): () => void {
  function onKeyDown(event: KeyboardEvent): void {
    if (event.defaultPrevented || document.querySelector('[role=dialog]')) return
    const command = commandFor(event, commands)
    if (!command) return
    event.preventDefault()
    const current = context()
    if (command.takesFocused) selectFocused(current)
    const why = command.whyNot?.(current) ?? null
    if (why === null) void command.run(current)
    // Plain keys such as Escape are pressed for many reasons, these for one.
    else if (event.ctrlKey || event.metaKey) say(why)
  }
  window.addEventListener('keydown', onKeyDown)
  return () => window.removeEventListener('keydown', onKeyDown)
}
