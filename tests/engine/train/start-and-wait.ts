// Started by run.test.ts as an engine that will be killed: trains, and prints a line after three epochs.
import { startRun } from '../../../engine/train/start-run.ts'
import { smallDocument } from './small-document.ts'

const [, , folder = ''] = process.argv
const document = smallDocument({ epochs: 100_000 })
const handle = await startRun({ document, folder, baseFolder: folder })
handle.onRecord(record => {
  if (record.event === 'epoch' && record.epoch === 3) process.stdout.write('training\n')
})
await handle.done
