// Prints what the network answers: npm run -s predict -- x.npy (or a .json file keyed by input name).
import { resolve } from 'node:path'
import * as tf from '@tensorflow/tfjs'
import { createModel, inputs, loadWeights, outputs } from './model.js'
import { readGiven, readNpy } from './npy.js'

type Nested = number | null | Nested[]

/** The shortest decimal that is nearest to this float32: 0.1, not 0.10000000149011612. */
function shortest(value: number): number | null {
  if (!Number.isFinite(value)) return null
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return short
  }
  return Number(value.toPrecision(9))
}

function nested(values: ArrayLike<number>, shape: number[], start = 0): Nested {
  const [size = 1, ...rest] = shape
  const step = rest.reduce((product, inner) => product * inner, 1)
  return Array.from({ length: size }, (_, index) =>
    rest.length === 0
      ? shortest(values[start + index] ?? Number.NaN)
      : nested(values, rest, start + index * step),
  )
}

async function readInputs(file: string): Promise<tf.Tensor[]> {
  const named = file.endsWith('.json') ? JSON.parse(String(await readGiven(file))) : null
  if (named !== null && !Array.isArray(named))
    return inputs.map(name => {
      if (named[name] === undefined) throw new Error(`${file} holds no ${name}.`)
      return tf.tensor(named[name], undefined, 'float32')
    })
  if (inputs.length > 1)
    throw new Error(`The network has the inputs ${inputs.join(', ')}: name them in a .json file.`)
  if (named !== null) return [tf.tensor(named, undefined, 'float32')]
  const { shape, values } = await readNpy(file)
  return [tf.tensor(values, shape, 'float32')]
}

/** Adds the batch, and the channel of grey pictures, where the file leaves them out. */
function shaped(x: tf.Tensor, wanted: tf.Shape): tf.Tensor {
  const example = wanted.slice(1).map(size => size ?? 1)
  const count = x.size / example.reduce((product, size) => product * size, 1)
  const given = x.shape.filter(size => size !== 1).join()
  const sizes = example.filter(size => size !== 1)
  if (given === [count, ...sizes].filter(size => size !== 1).join())
    return tf.reshape(x, [count, ...example])
  throw new Error(`The network takes ${example.join('×')}; the file holds ${x.shape.join('×')}.`)
}

const file = process.argv[2]
if (file === undefined) {
  console.error('Say which file: npm run predict -- x.npy')
  process.exit(2)
}
try {
  tf.enableProdMode() // keeps the advertisement for tfjs-node off the terminal
  const model = await loadWeights(createModel())
  const given = await readInputs(resolve(process.env.INIT_CWD ?? '.', file))
  const batch = given.map((x, index) => shaped(x, model.inputs[index]?.shape ?? []))
  const answers = [model.predict(batch.length === 1 && batch[0] ? batch[0] : batch)].flat()
  const named = await Promise.all(
    answers.map(
      async (answer, index) =>
        [outputs[index] ?? `output${index}`, nested(await answer.data(), answer.shape)] as const,
    ),
  )
  console.log(JSON.stringify({ outputs: Object.fromEntries(named) }))
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
