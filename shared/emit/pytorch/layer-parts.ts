// What the lines of a layer are put together from.
import type { DocumentNode } from '../../document/types.ts'
import { rowsChannelsFirst } from '../../layers/torch-weights.ts'
import { EmitError } from '../emit-error.ts'
import type { Given, Tensor, TorchForm, TorchModule } from '../torch-call.ts'

/** A module whose weights other nodes use. */
export interface SharedModule {
  readonly attribute: string
  readonly text: string
  readonly owner: string
}

export function mainCall({ calls }: TorchForm): number {
  const learned = calls.findIndex(
    call => call.kind === 'module' && Object.keys(call.weights).length > 0,
  )
  if (learned !== -1) return learned
  return calls.findLastIndex(call => call.kind === 'module')
}

export function suffix({ name }: TorchModule): string {
  if (/Pad/.test(name)) return 'pad'
  return name === 'Activation' ? 'activation' : name.toLowerCase()
}

/** The rows of a kernel as a row of numbers with the channels first meets them. */
export function turnedRows(
  weights: TorchModule['weights'],
  picture: readonly number[],
): Readonly<Record<string, (given: Given) => Tensor>> {
  return Object.fromEntries(
    Object.entries(weights).map(([name, make]) => [
      name,
      (given: Given) =>
        make(weight =>
          weight === 'kernel' ? rowsChannelsFirst(given(weight), picture) : given(weight),
        ),
    ]),
  )
}

export function different(node: DocumentNode, known: SharedModule): EmitError {
  return new EmitError(
    `${node.id}: it shares its weights with ${known.owner}, but their settings differ. PyTorch shares whole modules only: give both the same settings.`,
  )
}

/** A long line broken at its outermost parentheses. */
export function broken(line: string): string {
  const open = line.indexOf('(')
  if (open === -1 || !line.endsWith(')')) return line
  return `${line.slice(0, open + 1)}\n    ${line.slice(open + 1, -1)}\n)`
}
