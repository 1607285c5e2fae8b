import '@fontsource-variable/inter'
import '@fontsource-variable/jetbrains-mono'
import './ui/tokens.css'
import './ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { CommandProvider } from './commands/command-context.tsx'
import { beginWindow } from './files/begin.ts'
import { openLink, socketWires } from './rpc/link.ts'
import { takeToken } from './rpc/token.ts'
import { createStores, StoresProvider } from './state/stores.tsx'
import { followTheme } from './state/theme.ts'
import { isTheme, readKept } from './ui/kept.ts'

const page = document.getElementById('page')
if (!page) throw new Error('index.html has no element with the id page.')

const theme = readKept('theme', isTheme)
const token = takeToken()
const stores = createStores(theme === undefined ? {} : { theme }, run =>
  token === null ? null : openLink(socketWires(token), run),
)
followTheme(stores.session)
await beginWindow(stores, new AbortController().signal)

createRoot(page).render(
  <StrictMode>
    <StoresProvider value={stores}>
      <CommandProvider>
        <App />
      </CommandProvider>
    </StoresProvider>
  </StrictMode>,
)
