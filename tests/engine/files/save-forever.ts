// Started by kill.test.ts: saves one version after the other until it is killed.
import { writeFile as plainWrite } from 'node:fs/promises'
import { writeFile } from '../../../engine/files/write-file.ts'

const [path = '', writer = 'ours', size = '0'] = process.argv.slice(2)
const save = writer === 'ours' ? writeFile : plainWrite
for (let version = 1; ; version += 1) {
  await save(path, Buffer.alloc(Number(size), version % 256))
  if (version === 1) process.stdout.write('saving\n')
}
