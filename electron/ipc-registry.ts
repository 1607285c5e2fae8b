// The one way for messages of the page into the shell (RELIABILITY T9): a known channel, the window's
// own top frame, an argument of the channel's form; else no handler is entered.
import type { z } from 'zod'
import { type ShellCall, shellCalls } from '../shared/rpc/shell.ts'
import { isOwnAddress } from './navigation.ts'

export type ShellHandlers = {
  readonly [Call in ShellCall]: (
    argument: z.infer<(typeof shellCalls)[Call]>,
    sender: number,
  ) => void
}

/** The part of an Electron event that decides. */
export interface Sender {
  /** The window's number. */
  readonly sender: { readonly id: number; readonly mainFrame: unknown }
  /** Null once the frame is gone. */
  readonly senderFrame: { readonly url: string } | null
}

interface Receiver {
  on(channel: string, listener: (event: Sender, ...args: unknown[]) => void): unknown
}

export function registerShellCalls(
  receiver: Receiver,
  handlers: ShellHandlers,
  origin: () => string | undefined,
): void {
  for (const channel of Object.keys(shellCalls) as ShellCall[]) {
    receiver.on(channel, (event, ...args) => {
      if (isFromPage(event, origin())) enter(channel, handlers, args, event.sender.id)
    })
  }
}

function isFromPage(event: Sender, origin: string | undefined): boolean {
  const frame = event.senderFrame
  if (!frame || frame !== event.sender.mainFrame || origin === undefined) return false
  return isOwnAddress(frame.url, origin)
}

function enter<Call extends ShellCall>(
  channel: Call,
  handlers: ShellHandlers,
  args: readonly unknown[],
  sender: number,
): void {
  const argument = shellCalls[channel].safeParse(args[0])
  if (args.length !== 1 || !argument.success) return
  const handler = handlers[channel] as (argument: unknown, sender: number) => void
  handler(argument.data, sender)
}
