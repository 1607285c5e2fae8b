// Initializers, regularizers and constraints in Keras 3.
import type { Json } from '../../document/types.ts'
import type { Layer } from '../../graph/network.ts'
import type { Argument, Code } from '../call.ts'
import { className, snakeCase } from '../python/names.ts'
import { printArgument } from '../python/values.ts'
import { type Made, weightArgument } from '../weight-arguments.ts'

const classNames: Readonly<Record<string, string>> = {
  l1l2: 'L1L2',
  // Its value may be numbers of any shape that broadcasts.
  values: 'Constant',
}

export function weightCode(name: string, written: Json, layer: Layer): string | Code | null {
  const argument = weightArgument(name, written, layer)
  return argument === null || typeof argument === 'string' ? argument : madeCode(argument)
}

function madeCode({ family, kind, args }: Made): Code {
  const printed = Object.entries(args).map(([key, value]) => {
    const argument: Argument = typeof value === 'string' ? snakeCase(value) : value
    return `${key === 'values' ? 'value' : snakeCase(key)}=${printArgument(argument)}`
  })
  return { code: `keras.${family}.${classNames[kind] ?? className(kind)}(${printed.join(', ')})` }
}
