// Parameters of one node: checked against the schema, defaults filled in.
import { holdsExpression } from '../document/expressions.ts'
import type { Json, JsonObject } from '../document/types.ts'
import type { AnyLayer, Mend, Remark } from '../layers/define.ts'
import { ParameterError } from '../layers/parameters.ts'
import type { ResolvedParams } from './network.ts'

export interface ParameterFault {
  readonly parameter: string
  readonly message: string
  readonly mends: readonly Mend[]
}

export interface Resolution {
  /** Null where a value is wrong or could not be computed. */
  readonly params: ResolvedParams | null
  readonly faults: readonly ParameterFault[]
  readonly remarks: readonly (Remark & { readonly parameter: string })[]
}

/** Parsed defaults, made once per declaration. */
const defaults = new WeakMap<AnyLayer, ResolvedParams>()

function defaultsOf(layer: AnyLayer): ResolvedParams {
  const known = defaults.get(layer)
  if (known) return known
  const entries = Object.entries(layer.params)
  const made = Object.fromEntries(entries.map(([name, p]) => [name, p.parse(p.default)]))
  defaults.set(layer, made)
  return made
}

/**
 * Parsing depends on nothing but the declaration and what is written: layers that say the same share one answer,
 * and with it all that follows from their parameters.
 */
const resolutions = new WeakMap<AnyLayer, Map<string, Resolution>>()
const mostResolutions = 2000

export function resolveParams(layer: AnyLayer, written: JsonObject): Resolution {
  let known = resolutions.get(layer)
  if (!known) {
    known = new Map()
    resolutions.set(layer, known)
  }
  const text = JSON.stringify(written)
  const before = known.get(text)
  if (before) return before
  const resolution = resolve(layer, written)
  if (known.size >= mostResolutions) known.clear()
  known.set(text, resolution)
  return resolution
}

function resolve(layer: AnyLayer, written: JsonObject): Resolution {
  const params: Record<string, unknown> = { ...defaultsOf(layer) }
  const faults: ParameterFault[] = []
  let computed = true
  const remarks: Resolution['remarks'][number][] = []
  for (const [name, value] of Object.entries(written)) {
    const parameter = Object.hasOwn(layer.params, name) ? layer.params[name] : undefined
    if (!parameter) {
      remarks.push(unknownParameter(layer, name))
      continue
    }
    // The expansion has said why it could not compute this value.
    if (holdsExpression(value)) {
      computed = false
      continue
    }
    try {
      params[name] = parameter.parse(value)
    } catch (error) {
      if (!(error instanceof ParameterError)) throw error
      faults.push({
        parameter: name,
        message: `${name} is ${shown(value)}; it ${error.message}.`,
        mends: [
          {
            label: `Set ${name} to ${shown(parameter.default)}`,
            repair: { kind: 'setParams', params: { [name]: parameter.default } },
          },
        ],
      })
    }
  }
  return { params: computed && faults.length === 0 ? params : null, faults, remarks }
}

function shown(value: Json): string {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value.toLocaleString('en-US')
  const text = typeof value === 'string' ? value || 'empty' : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

function unknownParameter(layer: AnyLayer, name: string): Resolution['remarks'][number] {
  const known = Object.keys(layer.params).join(', ')
  return {
    code: 'unknown-parameter',
    severity: 'warning',
    parameter: name,
    message: `${layer.type} has no parameter ${name}, so it is ignored. It has ${known || 'none'}.`,
  }
}
