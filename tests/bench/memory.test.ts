import { expect, it } from 'vitest'
import { measureMemory, memoryCases } from './memory.ts'

it('estimates what a training step takes within a quarter of what the trainer grows by', async () => {
  const rows: string[] = []
  // One after another, because the machine's memory is shared.
  for (const each of memoryCases) {
    const {
      template,
      batchSize,
      precision = 'float32',
      measured,
      estimated,
    } = await measureMemory(each)
    const ratio = estimated / measured
    rows.push(
      `${Math.abs(ratio - 1) <= 0.25 ? 'near' : 'far'}: ${template}, batch ${batchSize}, ${precision}: ${ratio.toFixed(2)} of ${(measured / 2 ** 20).toFixed(0)} MiB`,
    )
  }
  expect(rows.filter(row => row.startsWith('far'))).toEqual([])
}, 1_800_000)
