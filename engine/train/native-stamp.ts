// What the set-up found and built. A packaged program has no stamp: its libraries lie where the binding looks.
import { readFileSync } from 'node:fs'

export interface NativeStamp {
  readonly tensorflow?: unknown
  readonly kind?: unknown
  /** Folders of the CUDA libraries; none on a CPU. */
  readonly libraryPath?: unknown
}

export function readNativeStamp(): NativeStamp {
  try {
    const stamp = new URL('../../node_modules/.layerloom/native.json', import.meta.url)
    return JSON.parse(readFileSync(stamp, 'utf8')) as NativeStamp
  } catch {
    return {}
  }
}

/** Whether trainers compute on a GPU. */
export function hasGpu(): boolean {
  return readNativeStamp().kind === 'gpu'
}
