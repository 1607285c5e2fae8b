// One use of a block: an object of its class, a sequence of them where it is repeated.
import type { DocumentEdge, DocumentNode } from '../../document/types.ts'
import { type End, NotFoldable } from '../frame.ts'
import { printArgument } from '../python/values.ts'
import type { Body } from './body.ts'
import type { Instance } from './instances.ts'
import { call } from './layout.ts'
import { onlyOf, type Vector } from './sizes.ts'
import { usualLayout, type Written } from './writing.ts'

interface Use {
  readonly node: DocumentNode
  readonly written: Written
  readonly inputs: readonly End[]
  readonly outs: readonly DocumentNode[]
  /** What stands for it in each instance of the class around. */
  readonly children: ReadonlyMap<string, readonly Instance[]>
}

export function writeUse(body: Body, node: DocumentNode, edges: readonly DocumentEdge[]): void {
  const { writing } = body
  const block = writing.scopes.blockOf(node)
  if (!block) throw new NotFoldable('an unknown block')
  const ins = block.nodes.filter(port => port.type === 'blockInput')
  const outs = block.nodes.filter(port => port.type === 'blockOutput')
  const inputs = ins.map(port => {
    const edge = edges.find(candidate => (candidate.targetHandle ?? ins[0]?.id) === port.id)
    if (!edge) throw new NotFoldable('an open port')
    return edge
  })
  const children = new Map(
    body.instances.map(one => [one.prefix, writing.instances.inside(one, node)] as const),
  )
  const written = writing.written.get(node.block ?? '')
  if (!written || [...children.values()].every(list => list.length === 0)) {
    for (const [place, port] of outs.entries()) {
      const end = inputs[ins.length === outs.length ? place : 0]
      if (!end) throw new NotFoldable('a block without inputs')
      body.pass(node.id, port.id, end)
      if (outs.length === 1) body.pass(node.id, undefined, end)
    }
    return
  }
  if (node.repeat !== undefined && ins.length !== outs.length)
    throw new NotFoldable('a repetition that joins nothing')
  const definition = body.definitionOf(node)
  body.init.of(definition, () =>
    body.forward.of(definition, () => writeObject(body, { node, written, inputs, outs, children })),
  )
}

function writeObject(body: Body, use: Use): void {
  const { node, inputs, outs, children } = use
  const attribute = body.attributes.unique(node.id)
  body.writing.attributes.set(`${body.body.name ?? ''}:${node.id}`, attribute)
  const isSimple = inputs.length === 1 && outs.length === 1
  const texts = inputs.map(end => body.as(end, usualLayout(body.rank(end))))
  const isPartly = node.when !== undefined && [...children.values()].some(list => list.length === 0)
  if (node.repeat !== undefined) writeRepetition(body, use, attribute, isSimple)
  else {
    const condition = isPartly ? body.condition(node.when ?? '') : undefined
    const otherwise = isSimple ? 'nn.Identity()' : 'None'
    const tail = condition === undefined ? '' : ` if ${condition} else ${otherwise}`
    body.init.add(call(`self.${attribute} = ${use.written.name}`, argumentsOf(body, use), tail, 80))
  }
  const targets = bindOutputs(body, use)
  const names = targets.join(', ')
  if (isSimple || (node.repeat === undefined && !isPartly)) {
    body.forward.add(`${names} = self.${attribute}(${texts.join(', ')})`)
    return
  }
  const passed = outs.map((_, at) => texts[inputs.length === outs.length ? at : 0] ?? '')
  if (names !== passed.join(', ')) body.forward.add(`${names} = ${passed.join(', ')}`)
  if (node.repeat !== undefined) {
    body.forward.add(`for block in self.${attribute}:`)
    body.forward.indented(() => body.forward.add(`${names} = block(${names})`))
    return
  }
  body.forward.add(`if self.${attribute} is not None:`)
  body.forward.indented(() => body.forward.add(`${names} = self.${attribute}(${texts.join(', ')})`))
}

function bindOutputs(body: Body, { node, inputs, outs }: Use): readonly string[] {
  const layoutOf = (port: string | undefined) => {
    const end = { source: node.id, ...(port !== undefined && { sourceHandle: port }) }
    return usualLayout(body.rank(end))
  }
  const [only] = outs
  if (outs.length === 1 && only) {
    const text = inputs.length === 1 ? body.target(node.id, inputs) : body.locals.unique(node.id)
    const value = { text, layout: layoutOf(only.id) }
    body.setValue(node.id, undefined, value)
    body.setValue(node.id, only.id, value)
    body.nameSize({ source: node.id }, `${node.id}_channels`)
    return [text]
  }
  return outs.map(port => {
    const text = body.locals.unique(`${node.id}_${port.id}`)
    body.setValue(node.id, port.id, { text, layout: layoutOf(port.id) })
    return text
  })
}

function writeRepetition(body: Body, use: Use, attribute: string, isSimple: boolean): void {
  const { node, children } = use
  const count = printArgument(body.argument(node.repeat ?? 1, 'int'))
  body.counting(() => {
    const isPartly =
      node.when !== undefined &&
      [...children.values()].some(list => list.some(({ index, rank }) => index !== rank))
    const condition =
      node.when !== undefined || isPartly ? ` if ${body.condition(node.when ?? '1')}` : ''
    const made = call(use.written.name, argumentsOf(body, use), '', 70)
    const loop = `${made} for index in range(${count})${condition}`
    const head = isSimple ? `nn.Sequential(*(` : `nn.ModuleList((`
    const flat = `self.${attribute} = ${head}${loop}))`
    body.init.add(
      flat.length <= 80 && !flat.includes('\n')
        ? flat
        : `self.${attribute} = ${head.slice(0, -1)}(\n    ${loop.replace(/\n/g, '\n    ')}\n))`,
    )
  })
}

function argumentsOf(body: Body, use: Use): readonly string[] {
  const { node, written, inputs } = use
  const [first] = inputs
  const hint = first && body.channelCode(first)
  const sizes = written.asked.map(asked => printArgument(sizeOf(body, use, asked, hint)))
  const { scopes } = body.writing
  const declared = scopes.blockOf(node)?.parameters ?? {}
  const free = [...written.takes].filter(name => !Object.hasOwn(declared, name))
  const around = body.body.block.parameters ?? {}
  if (body.body.name !== null && free.some(name => Object.hasOwn(around, name)))
    throw new NotFoldable('a name of the document that the block around hides')
  const called = body.writing.parametersOf(node.block ?? '')
  const given = Object.entries(node.params ?? {}).filter(([name]) => written.takes.has(name))
  return [
    ...sizes,
    ...free.map(name => `${called.get(name)}=${body.identifier(name)}`),
    ...given.map(([name, value]) => `${called.get(name)}=${printArgument(body.argument(value))}`),
  ]
}

type Asked = Written['asked'][number]

function sizeOf(body: Body, { node, children }: Use, asked: Asked, hint: string | undefined) {
  const at = (rank: number) =>
    new Map(
      [...children].flatMap(([prefix, list]) => {
        const child = list[rank]
        // Where the module that needs it is not there, any number will do: that of a neighbour.
        const order = child && [child, ...list.slice(rank), ...list.slice(0, rank).reverse()]
        const value = order?.map(one => asked.values.get(one.prefix)).find(one => one !== undefined)
        return value === undefined ? [] : [[prefix, value] as const]
      }),
    )
  const [some = 0] = asked.values.values()
  const write = (values: Vector) =>
    values.size === 0 ? some : body.sizes.write(values, asked.code, hint)
  if (node.repeat === undefined) return write(at(0))
  const longest = Math.max(...[...children.values()].map(list => list.length))
  const columns = Array.from({ length: longest }, (_, rank) => at(rank))
  return overRepetitions(columns, write, children)
}

/** A number of every repetition: the same, another in the first, one that grows, or a list. */
function overRepetitions(
  columns: readonly Vector[],
  write: (values: Vector) => ReturnType<Body['sizes']['write']>,
  children: Use['children'],
): ReturnType<Body['sizes']['write']> {
  const [first = new Map<string, number>(), ...rest] = columns
  const same = (vectors: readonly Vector[]) =>
    vectors.every(vector =>
      [...vector].every(([prefix, value]) => vectors[0]?.get(prefix) === value),
    )
  if (same(columns)) return write(first)
  const isCounted = [...children.values()].every(list =>
    list.every(({ index, rank }) => index === rank),
  )
  if (!isCounted) throw new NotFoldable('repetitions with gaps')
  if (same(rest)) {
    const [begin, later] = [write(first), write(rest[0] ?? first)].map(printArgument)
    return { code: `${begin} if index == 0 else ${later}` }
  }
  const steps = new Set(
    rest.flatMap((vector, at) =>
      [...vector].map(([prefix, value]) => value - (columns[at]?.get(prefix) ?? Number.NaN)),
    ),
  )
  const [step] = steps
  const begin = printArgument(write(first))
  if (steps.size === 1) return { code: `${begin} + ${step} * index` }
  const growth = new Map(
    [...(rest[0] ?? first)].map(([prefix, value]) => [prefix, value - (first.get(prefix) ?? 0)]),
  )
  const isLinear = columns.every((vector, at) =>
    [...vector].every(
      ([prefix, value]) => value === (first.get(prefix) ?? 0) + at * (growth.get(prefix) ?? 0),
    ),
  )
  if (isLinear) return { code: `${begin} + ${printArgument(write(growth))} * index` }
  const listed = columns.map(column => onlyOf(column))
  if (listed.some(value => value === undefined)) throw new NotFoldable('sizes without a rule')
  return { code: `(${listed.join(', ')})[index]` }
}
