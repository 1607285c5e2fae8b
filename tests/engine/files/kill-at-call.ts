// Started by write-faults.test.ts: saves once and dies before a given system call.
import { writeFile } from '../../../engine/files/write-file.ts'
import { hookFiles } from './hooked-files.ts'

const [path = '', fatal = '0'] = process.argv.slice(2)
const files = hookFiles({
  before: call => {
    if (call === Number(fatal)) process.kill(process.pid, 'SIGKILL')
  },
})
await writeFile(path, 'new', { files })
