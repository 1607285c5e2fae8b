// count-under-lock.mjs LOCK FILE TIMES: reads, waits and writes back, which loses counts unless it is alone.
import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { withLock } from '../../../build/setup/lock.mjs'

const [lock = '', counter = '', times] = process.argv.slice(2)
for (let turn = 0; turn < Number(times); turn++) {
  await withLock(
    lock,
    () => {},
    async () => {
      const count = Number(readFileSync(counter, 'utf8'))
      await sleep(5)
      writeFileSync(counter, String(count + 1))
    },
  )
}
