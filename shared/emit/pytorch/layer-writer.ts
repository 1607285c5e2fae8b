// The lines of one layer: its modules in `__init__`, its calls in `forward`.
import type { DocumentNode } from '../../document/types.ts'
import type { Layer } from '../../graph/network.ts'
import { outputCount } from '../../graph/outputs.ts'
import { type End, NotFoldable } from '../frame.ts'
import { printArgument } from '../python/values.ts'
import type { Layout, TorchCall, TorchForm, TorchModule } from '../torch-call.ts'
import { moduleParts } from './arguments.ts'
import type { Body } from './body.ts'
import { rememberChannels } from './channels.ts'
import { flattensFirst } from './flatten.ts'
import { type Forms, formsOf, printModule } from './layer.ts'
import {
  broken,
  different,
  mainCall,
  type SharedModule,
  suffix,
  turnedRows,
} from './layer-parts.ts'
import { call as laidOut } from './layout.ts'

interface Job {
  readonly node: DocumentNode
  readonly layers: ReadonlyMap<string, Layer>
  readonly forms: Forms
  /** Of one instance: all have the same but for numbers. */
  readonly form: TorchForm
  readonly inputs: readonly End[]
  readonly condition: string | undefined
}

export class LayerWriter {
  readonly #body: Body
  readonly #shared = new Map<string, SharedModule>()

  constructor(body: Body) {
    this.#body = body
  }

  write(node: DocumentNode, layers: ReadonlyMap<string, Layer>, inputs: readonly End[]): void {
    const body = this.#body
    const [first] = inputs
    if (!first) throw new NotFoldable('a layer without an input')
    const value = body.value(first)
    const widest = inputs.reduce(
      (best, end) => (body.rank(end) > body.rank(best) ? end : best),
      first,
    )
    const current = body.value(widest).layout
    const isFirst = node.type === 'flatten' && value.layout === 'first' && flattensFirst(body, node)
    const forms = formsOf(node, layers, current, body)
    const [form] = forms.values()
    if (!form) return
    const [layer] = layers.values()
    const isPartly = node.when !== undefined && layers.size < body.instances.length
    const condition = isPartly ? body.condition(node.when ?? '') : undefined
    const job: Job = { node, layers, forms, form, inputs, condition }
    body.init.of(body.definitionOf(node), () =>
      body.forward.of(body.definitionOf(node), () => {
        const layout = form.layout === 'any' || isFirst ? current : form.layout
        this.#run(job, layout, outputCount(layer as Layer))
      }),
    )
    if (isFirst)
      body.setValue(node.id, undefined, { ...body.value({ source: node.id }), flat: true })
  }

  #run(job: Job, layout: Layout, outputs: number): void {
    const body = this.#body
    const { node, form, inputs, condition } = job
    const values = inputs.map(end => body.value(end))
    const flat = values.some(value => value.flat === true)
    const readsRows = form.calls.some(
      call => call.kind === 'module' && call.name.endsWith('Linear'),
    )
    if (flat && form.layout !== 'any' && !readsRows)
      throw new NotFoldable('numbers in another order')
    const gives = form.gives ?? layout
    let texts = inputs.map(end => body.as(end, layout))
    // A module that is not there lets its input through; anything else is passed by in `forward`.
    const isWhole = inputs.length === 1 && form.calls.every(call => call.kind === 'module')
    const inside = condition !== undefined && isWhole ? condition : undefined
    for (const [at, call] of form.calls.entries())
      texts = [this.#call(job, at, call, texts, { condition: inside, flat })]
    const [text = ''] = texts
    if (condition !== undefined && (!isWhole || gives !== values[0]?.layout)) {
      if (isWhole || gives !== values[0]?.layout) throw new NotFoldable('a layout or another')
      this.#conditional(job, text, gives)
      return
    }
    if (outputs > 1) {
      this.#several(node, text, outputs, gives)
      return
    }
    const target = body.target(node.id, inputs)
    if (text !== target) body.forward.add(this.#assigned(target, text))
    body.setValue(node.id, undefined, { text: target, layout: gives, flat: flat && !readsRows })
    rememberChannels(body, job)
  }

  #assigned(target: string, text: string): string {
    const line = `${target} = ${text}`
    return line.length + 8 <= 88 ? line : broken(line)
  }

  #several(node: DocumentNode, text: string, outputs: number, layout: Layout): void {
    const body = this.#body
    const names = Array.from({ length: outputs }, (_, output) => {
      const name = body.locals.unique(`${node.id}_${output}`)
      body.setValue(node.id, String(output), { text: name, layout })
      return name
    })
    body.forward.add(`${names.join(', ')} = ${text}`)
    // A wire without a handle begins at the first.
    body.setValue(node.id, undefined, { text: names[0] ?? '', layout })
  }

  #conditional({ node, inputs, condition = '' }: Job, text: string, layout: Layout): void {
    const body = this.#body
    const [first] = inputs
    if (!first) return
    const flag = body.attributes.unique(`has_${node.id}`)
    body.init.add(`self.${flag} = ${condition}`)
    const target = body.locals.unique(node.id)
    body.forward.add(`${target} = ${text} if self.${flag} else ${body.value(first).text}`)
    body.setValue(node.id, undefined, { text: target, layout })
  }

  #call(
    job: Job,
    at: number,
    call: TorchCall,
    texts: readonly string[],
    { condition, flat }: { readonly condition: string | undefined; readonly flat: boolean },
  ): string {
    const body = this.#body
    if (call.kind === 'code') {
      for (const name of call.own ?? []) body.writing.own.add(name)
      return call.write(texts)
    }
    const { node, form, forms } = job
    const modules = new Map<string, TorchModule>()
    for (const [prefix, { calls }] of forms) {
      const module = calls[at]
      if (module?.kind === 'module') modules.set(prefix, module)
    }
    const isMain = at === mainCall(form)
    const attribute = this.#module(
      job,
      isMain ? node.id : `${node.id}_${suffix(call)}`,
      modules,
      condition,
    )
    if (isMain) this.#weights(job, attribute, modules, flat)
    return `self.${attribute}(${texts.join(', ')})`
  }

  /** Makes the module, unless another node that shares its weights has made it. */
  #module(
    { node, inputs }: Job,
    name: string,
    modules: ReadonlyMap<string, TorchModule>,
    condition: string | undefined,
  ): string {
    const body = this.#body
    const [module] = modules.values()
    if (!module) throw new NotFoldable('no module')
    const [first] = inputs
    const parts = moduleParts(modules, {
      sizes: body.sizes,
      channels: first && body.channelCode(first),
      name: (first && body.sizeName(first)) ?? `${node.id}_channels`,
    })
    const isLearned = Object.keys(module.weights).length > 0
    const key = isLearned ? node.sharedWeights : undefined
    if (key?.startsWith('/') && body.body.name !== null)
      throw new NotFoldable('weights shared across blocks')
    const known = key === undefined ? undefined : this.#shared.get(key.replace(/^\//, ''))
    const text = JSON.stringify(parts)
    if (known) {
      if (known.text !== text) throw different(node, known)
      return known.attribute
    }
    if (key !== undefined && condition !== undefined)
      throw new NotFoldable('shared where a condition holds')
    const attribute = body.attributes.unique(name)
    if (key !== undefined)
      this.#shared.set(key.replace(/^\//, ''), { attribute, text, owner: node.id })
    const printed = printModule(module, parts, `self.${attribute} = `, body.writing.own)
    const otherwise = condition === undefined ? '' : ` if ${condition} else nn.Identity()`
    const { head, tail } = printed
    body.init.add(laidOut(head, parts, `${tail}${otherwise}`, 80))
    return attribute
  }

  #weights(
    { layers }: Job,
    attribute: string,
    modules: ReadonlyMap<string, TorchModule>,
    flat: boolean,
  ): void {
    for (const [prefix, layer] of layers) {
      if (layer.weightsOf !== layer.id) continue
      const weights = modules.get(prefix)?.weights ?? {}
      if (Object.keys(weights).length === 0) continue
      const made = flat ? turnedRows(weights, this.#flatShape(layer)) : weights
      const entries = this.#body.writing.weighted.get(layer.id) ?? []
      this.#body.writing.weighted.set(layer.id, [...entries, { attribute, weights: made }])
    }
  }

  /** The picture whose numbers a dense layer reads in a row. */
  #flatShape(layer: Layer): readonly number[] {
    const { network } = this.#body.writing
    let [source] = layer.inputs
    for (
      let at = source && network.byId.get(source.layer);
      at;
      at = source && network.byId.get(source.layer)
    ) {
      if (at.type === 'flatten') return at.inputShapes[0] ?? []
      ;[source] = at.inputs
    }
    throw new NotFoldable('no picture that was flattened')
  }

  /** Centres and scales what comes in by the constants of the run. */
  standardize(node: DocumentNode): void {
    const body = this.#body
    const scaling = body.writing.scalingOf(node.id)
    const value = body.value({ source: node.id })
    if (!scaling) return
    body.writing.own.add('Standardize')
    const attribute = body.attributes.unique(`${node.id}_standardize`)
    const axis = value.layout === 'first' ? 1 : -1
    const parts = [printArgument(scaling.mean), printArgument(scaling.deviation), `dim=${axis}`]
    body.init.add(laidOut(`self.${attribute} = Standardize`, parts, '', 80))
    body.forward.add(`${value.text} = self.${attribute}(${value.text})`)
  }
}
