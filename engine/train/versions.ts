// Of what made a run: other versions may compute other last bits.
import { readFileSync } from 'node:fs'

export function versions(): Readonly<Record<string, string>> {
  return {
    layerloom: versionOf('../../package.json'),
    node: process.versions.node,
    'tfjs-node': versionOf('../../node_modules/@tensorflow/tfjs-node-gpu/package.json'),
    tensorflow: tensorflowVersion(),
  }
}

function versionOf(path: string): string {
  return textAt(path, 'version')
}

/** As the set-up found it. */
function tensorflowVersion(): string {
  return textAt('../../node_modules/.layerloom/native.json', 'tensorflow')
}

function textAt(path: string, key: string): string {
  try {
    const value = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))[key]
    return typeof value === 'string' ? value : 'unknown'
  } catch {
    return 'unknown'
  }
}
