// What only the host can answer: its files, drafts and settings, and how the engine is.
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { failures } from './failures.ts'
import { count, fileHash, nothing, time, workspacePath } from './values.ts'

/** Why an engine died. */
export const deathReason = z.object({
  kind: z.enum(['exit', 'signal', 'out-of-memory', 'hang', 'start']),
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
  /** A sentence for the person. */
  message: z.string(),
})
export type DeathReason = z.infer<typeof deathReason>

export const engineState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('starting'), since: time }),
  /** `incarnation` counts from 1 and grows with every restart. */
  z.object({ state: z.literal('ready'), since: time, incarnation: z.int().positive() }),
  z.object({
    state: z.literal('died'),
    since: time,
    reason: deathReason,
    /** False once it died too often: `engine.restart` is then the person's decision. */
    restarting: z.boolean(),
  }),
  z.object({ state: z.literal('stopped'), since: time }),
])
export type EngineState = z.infer<typeof engineState>

export const hostInfo = z.object({
  version: z.string(),
  /** `process.platform` of the host. */
  platform: z.string(),
  node: z.string(),
  /** The workspace folder in full, to be shown. */
  folder: z.string(),
  /** Differs between two starts of the host: event numbers begin anew. */
  instance: z.string(),
  engine: engineState,
})
export type HostInfo = z.infer<typeof hostInfo>

const numbered = z.object({ sequence: z.int().positive() })
export const hostEvent = z.discriminatedUnion('event', [
  /** Also tells a restart: `died` is followed by `starting` and `ready`. */
  numbered.extend({ event: z.literal('engine'), engine: engineState }),
  /** A file that someone has open was changed by another program or window; hash null: it is gone. */
  numbered.extend({ event: z.literal('file'), path: z.string(), hash: fileHash.nullable() }),
])
export type HostEvent = z.infer<typeof hostEvent>

export const fileEntry = z.object({
  path: workspacePath,
  /** Without folder and ending. */
  name: z.string(),
  size: count,
  changed: time,
})
export type FileEntry = z.infer<typeof fileEntry>

export const recentFile = fileEntry.extend({ opened: time })
export type RecentFile = z.infer<typeof recentFile>

export const openedFile = z.object({
  path: workspacePath,
  text: z.string(),
  hash: fileHash,
  writable: z.boolean(),
  changed: time,
  /** Another window has it open. */
  openElsewhere: z.boolean(),
})
export type OpenedFile = z.infer<typeof openedFile>

export const savedFile = z.object({ path: workspacePath, hash: fileHash, changed: time })
export type SavedFile = z.infer<typeof savedFile>

/** Room for any document; a network of 20,000 nodes takes about 3 MB. */
export const largestDocument = 16 * 1024 * 1024
const documentText = z.string().max(largestDocument)

const draftId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/)

/** Work that is in no file yet. The page chooses the id: one for each document it has open. */
export const draftSummary = z.object({
  id: draftId,
  name: z.string().max(200),
  /** The file it belongs to, or null for one never saved. */
  path: workspacePath.nullable(),
  /** Hash of that file when the edits began. */
  baseHash: fileHash.nullable(),
  saved: time,
  size: count,
  /** A window that is still connected wrote it: not a leftover of a crash. */
  live: z.boolean(),
})
export type DraftSummary = z.infer<typeof draftSummary>

export const draft = draftSummary.extend({ text: documentText })
export type Draft = z.infer<typeof draft>

export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** Panel name → size, in whatever unit the page uses. */
  panels: z.record(z.string().max(64), z.number()),
  /** Workspace path of the document that was open last. */
  lastDocument: workspacePath.nullable(),
  /** Whatever else the page wants to find again, 64 KB at most. */
  page: z.record(z.string().max(64), z.json()),
})
export type Settings = z.infer<typeof settings>

const path = z.object({ path: workspacePath })
const aFile = oc.errors(failures('not-found', 'outside-workspace', 'file', 'too-large'))
const aDraft = oc.errors(failures('not-found', 'file')).input(z.object({ id: draftId }))

export const hostContract = {
  info: oc.output(hostInfo),
  /** The events after a number; without one, the engine's state now and everything from now on. */
  events: oc.input(z.object({ after: count.exactOptional() })).output(eventIterator(hostEvent)),
  engine: {
    /** Starts the engine again after it gave up, or ends a hanging one. */
    restart: oc.output(nothing),
  },
  files: {
    /** Documents in the workspace folder and the folders in it, newest first. */
    list: oc.errors(failures('file')).output(z.array(fileEntry)),
    recent: oc.errors(failures('file')).output(z.array(recentFile)),
    open: aFile.input(path).output(openedFile),
    /**
     * `expectedHash` is what the page read or saved last, null for a new file. Where the file is
     * another one by now it fails with `conflict`, unless `overwrite` is set.
     */
    save: aFile
      .errors(failures('conflict'))
      .input(
        path.extend({
          text: documentText,
          expectedHash: fileHash.nullable(),
          overwrite: z.boolean().exactOptional(),
        }),
      )
      .output(savedFile),
    /** The window no longer shows this file. */
    close: aFile.input(path).output(nothing),
    rename: aFile
      .errors(failures('already-exists'))
      .input(path.extend({ to: workspacePath }))
      .output(fileEntry),
    /** Moves it into the workspace's `.removed` folder. */
    remove: aFile.input(path).output(nothing),
  },
  drafts: {
    write: oc
      .errors(failures('file', 'too-large'))
      .input(draft.pick({ id: true, name: true, path: true, baseHash: true, text: true }))
      .output(z.object({ saved: time })),
    list: oc.errors(failures('file')).output(z.array(draftSummary)),
    read: aDraft.output(draft),
    discard: aDraft.output(nothing),
  },
  settings: {
    read: oc.errors(failures('file')).output(settings),
    /** Replaces the parts that are given and returns the whole. */
    write: oc.errors(failures('file', 'too-large')).input(settings.partial()).output(settings),
  },
}
