// Composition of the regions; nothing else.
import { useState } from 'react'
import { Canvas } from './canvas/canvas.tsx'
import { GroupDialog } from './canvas/group-dialog.tsx'
import { CodePane } from './code/code-pane.tsx'
import { CommandPalette } from './commands/command-palette.tsx'
import { KeysDialog } from './commands/keys-dialog.tsx'
import { CostStrip } from './costs/cost-strip.tsx'
import { Dock } from './dock/dock.tsx'
import { ExportDialog } from './export/export-dialog.tsx'
import { DropFiles } from './files/drop-files.tsx'
import { FileDialogs } from './files/file-dialogs.tsx'
import { Gallery } from './gallery/gallery.tsx'
import { HelpDialog } from './help/help-dialog.tsx'
import { Inspector } from './inspector/inspector.tsx'
import { Palette } from './palette/palette.tsx'
import { Rail } from './palette/rail.tsx'
import type { Page } from './state/session-store.ts'
import { useSession } from './state/stores.tsx'
import { PageTabs } from './status/page-tabs.tsx'
import { StatusBar } from './status/status-bar.tsx'
import { Toolbar } from './toolbar/toolbar.tsx'
import { EngineBanner } from './training/engine-banner.tsx'
import { Split, type SplitPart } from './ui/split.tsx'
import { Toasts } from './ui/toast.tsx'
import { useWidth, type Width } from './ui/use-width.ts'
import './app.css'

export function App() {
  const width = useWidth()
  return (
    <div className={`app ${width}`}>
      <Toolbar width={width} />
      <EngineBanner />
      {width === 'narrow' ? <NarrowPage /> : <Desk width={width} />}
      {width === 'narrow' ? <PageTabs /> : <StatusBar width={width} />}
      <CommandPalette />
      <KeysDialog />
      <HelpDialog />
      <GroupDialog />
      <FileDialogs />
      <Gallery />
      <ExportDialog />
      <DropFiles />
      <Toasts />
    </div>
  )
}

function Desk({ width }: { width: Width }) {
  const hidden = useSession(state => state.hidden)
  const isWide = width === 'wide'
  const parts: SplitPart[] = [{ id: 'middle', minimum: 320, content: <Middle /> }]
  if (isWide && !hidden.has('palette'))
    parts.unshift({ id: 'palette', size: 208, minimum: 160, maximum: 400, content: <Palette /> })
  if (!hidden.has('inspector') || !hidden.has('code'))
    parts.push({
      id: 'right',
      size: isWide ? 384 : 320,
      minimum: 280,
      maximum: '50%',
      content: <RightSide isWide={isWide} />,
    })
  return (
    <main className="desk">
      {!isWide && !hidden.has('palette') && <Rail />}
      <Split name={width} direction="horizontal" parts={parts} />
    </main>
  )
}

function Middle() {
  const hidden = useSession(state => state.hidden)
  const parts: SplitPart[] = [{ id: 'canvas', minimum: 120, content: <Canvas /> }]
  if (!hidden.has('dock'))
    parts.push({ id: 'dock', size: 248, minimum: 120, maximum: '60%', content: <Dock /> })
  return (
    <div className="middle">
      <CostStrip />
      <Split name="middle" direction="vertical" parts={parts} />
    </div>
  )
}

function RightSide({ isWide }: { isWide: boolean }) {
  const hidden = useSession(state => state.hidden)
  const [isUnfolded, setUnfolded] = useState(false)
  const isCodeOpen = isWide || isUnfolded
  const fold = () => {
    setUnfolded(!isUnfolded)
    // The pane is put elsewhere: the focus goes along.
    requestAnimationFrame(() => document.getElementById('code-tab-typescript')?.focus())
  }
  const folding = isWide ? {} : { onFold: fold }
  const parts: SplitPart[] = []
  if (!hidden.has('inspector'))
    parts.push({ id: 'inspector', minimum: 120, content: <Inspector /> })
  if (!hidden.has('code') && isCodeOpen)
    parts.push({
      id: 'code',
      ...(parts.length > 0 && { size: 382 }),
      minimum: 36,
      content: <CodePane {...folding} />,
    })
  return (
    <div className="right-side">
      <Split name="right" direction="vertical" parts={parts} />
      {!isCodeOpen && !hidden.has('code') && (
        <div className="folded-code">
          <CodePane isFolded {...folding} />
        </div>
      )}
    </div>
  )
}

function NarrowPage() {
  const page = useSession(state => state.page)
  return <main className="narrow-page">{narrowRegion(page)}</main>
}

function narrowRegion(page: Page) {
  switch (page) {
    case 'canvas':
      return (
        <div className="middle">
          <CostStrip />
          <Canvas />
        </div>
      )
    case 'palette':
      return <Palette />
    case 'inspector':
      return <Inspector />
    case 'code':
      return <CodePane />
    case 'training':
      return <Dock />
  }
}
