// RELIABILITY F8, F9: a disk that is full for real, a 1 MiB tmpfs in a mount namespace of its own.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const program = fileURLToPath(new URL('save-on-full-disk.ts', import.meta.url))
const flags = ['--experimental-strip-types', '--no-warnings', program]
// Root needs no user namespace; others get one where the system allows it.
const namespaces = [['-m'], ['-Urm']].find(
  of => spawnSync('unshare', [...of, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0,
)
const describeWithMount = namespaces || process.env.CI ? describe : describe.skip

function saveOnFullDisk(
  writer: 'ours' | 'single',
): Record<string, unknown> & { results: unknown[] } {
  const folder = mkdtempSync(join(tmpdir(), 'layerloom-full-'))
  try {
    const script = 'mount -t tmpfs -o size=1m tmpfs "$1" && shift && exec "$@"'
    const command = ['sh', '-c', script, 'sh', folder, process.execPath, ...flags, folder, writer]
    const child = spawnSync('unshare', [...(namespaces ?? ['-m']), ...command], {
      encoding: 'utf8',
    })
    expect(child.stderr).toBe('')
    return JSON.parse(child.stdout)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const [page, oldSize, newSize] = [4096, 100 * 1024, 600 * 1024]

describeWithMount('on a full disk', () => {
  test('a save fails aloud, the old bytes stay, and there is no leftover; with room it succeeds', () => {
    const { results, failed, kept, next } = saveOnFullDisk('ours')
    const names = ['filler', 'net.loom.json']
    const refused = { outcome: 'disk-full', size: oldSize, kind: 'o', names }
    expect(results).toEqual([
      { left: 0, ...refused },
      { left: page, ...refused },
      { left: newSize / 2, ...refused },
      { left: newSize - page, ...refused },
      { left: newSize + 16 * page, outcome: 'saved', size: newSize, kind: 'n', names },
    ])
    expect({ failed, kept, next }).toEqual({
      failed: 'disk-full',
      kept: [{ event: 'start', sequence: 1 }],
      next: 2,
    })
  })

  test('a writer that ignores the byte count loses the document in silence: the test has power', () => {
    const { results } = saveOnFullDisk('single')
    expect(results[2]).toMatchObject({ outcome: 'saved', size: newSize / 2, kind: 'n' })
  })
})
