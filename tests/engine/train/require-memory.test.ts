import { expect, it } from 'vitest'
import { requireMemory } from '../../../engine/train/require-memory.ts'
import { instantiate } from '../../../templates/instantiate.ts'

it('refuses what does not fit before anything is allocated, with both sizes', () => {
  // 102,919,… weights of 4 bytes, gradient and slots beside them: beyond one gibibyte.
  const large = instantiate('parameter-exercise')
  expect(() => requireMemory(large, 2 ** 30)).toThrow(
    /Training .* takes about .* GiB .*\(weights 39\d MiB\); this machine has 1\.0 GiB\. Use a smaller network/,
  )
  expect(() => requireMemory(instantiate('lenet'), 2 ** 30)).not.toThrow()
})

it('names the batch size where that is what takes the memory', () => {
  const document = instantiate('lenet')
  const training = document.training && { ...document.training, batchSize: 100_000 }
  const large = { ...document, ...(training && { training }) }
  expect(() => requireMemory(large, 2 ** 30)).toThrow(/batch size below 100000/)
})
