// Started by limits.test.ts under a limit on file size or on open files.
import { closeSync, openSync } from 'node:fs'
import { writeFile } from '../../../engine/files/write-file.ts'

const [path = '', what = ''] = process.argv.slice(2)
const save = (contents: string) =>
  writeFile(path, contents).then(
    () => 'saved',
    (thrown: { code: string }) => thrown.code,
  )

if (what === 'large') console.log(await save('n'.repeat(1 << 20)))
else {
  const handles: number[] = []
  try {
    for (;;) handles.push(openSync('/dev/null', 'r'))
  } catch {}
  const first = await save('new')
  for (const handle of handles) closeSync(handle)
  console.log(`${first} then ${await save('new')}`)
}
