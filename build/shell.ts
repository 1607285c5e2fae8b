// Electron's two files: electron/main.ts and electron/preload.ts → dist/electron. The preload script of
// a sandboxed window must be one CommonJS file without imports.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type InlineConfig } from 'vite'

const root = fileURLToPath(new URL('../', import.meta.url))
const output = join(root, 'dist', 'electron')

/** Only where a source is newer than what was built. */
export async function buildShell(): Promise<void> {
  const sources = [...filesIn('electron'), ...filesIn('shared/rpc')]
  const products = ['main.js', 'preload.cjs'].map(name => changed(join(output, name)))
  if (Math.min(...products) > Math.max(...sources.map(changed))) return
  await build(configure('main.ts', 'main.js', 'es'))
  await build(configure('preload.ts', 'preload.cjs', 'cjs'))
}

function configure(entry: string, file: string, format: 'es' | 'cjs'): InlineConfig {
  return {
    configFile: false,
    root,
    logLevel: 'warn',
    // Electron's asar holds no node_modules.
    ssr: { noExternal: true },
    build: {
      outDir: output,
      emptyOutDir: false,
      target: 'node22',
      minify: false,
      sourcemap: true,
      ssr: join(root, 'electron', entry),
      rolldownOptions: { external: ['electron'], output: { format, entryFileNames: file } },
    },
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder)).map(name => join(root, folder, name))
}

/** Minus infinity where it is not there. */
function changed(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.NEGATIVE_INFINITY
}
