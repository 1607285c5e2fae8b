// Runs recordings through TensorFlow's operations (fixtures/layers/carry_out.py).
import { fileURLToPath } from 'node:url'
import { runPythonJson } from '../../python.ts'

const folder = fileURLToPath(new URL('../../fixtures/layers/', import.meta.url))

const program = `
import sys
sys.path.insert(0, ${JSON.stringify(folder)})
import carry_out
carry_out.main()
`

/** One answer per case: differences from Keras, or the numbers where a case brings `values`. */
export async function carryOut(cases: readonly object[]): Promise<readonly unknown[]> {
  return (await runPythonJson(program, { input: cases })) as readonly unknown[]
}

/** The numbers that one recording computes from its values. */
export async function runCarryOut(one: object): Promise<unknown> {
  const [answer] = await carryOut([one])
  return answer
}

export { describeWithPython } from '../../python.ts'
