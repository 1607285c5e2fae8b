// One loop over every layer: what its declaration says against what Keras says (fixtures/layers).
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../shared/document/types.ts'
import { resolveParams } from '../../../shared/graph/resolve.ts'
import { groups } from '../../../shared/layers/define.ts'
import { allLayers } from '../../../shared/layers/index.ts'
import { type ExpectedCase, expectedCases, kerasDefaults } from '../../fixtures/layers/load.ts'
import { declared } from './declared.ts'

const folder = new URL('../../../shared/layers/', import.meta.url)
function casesOf(type: string): readonly ExpectedCase[] {
  return expectedCases.filter(one => one.type === type)
}

describe('the list of layers', () => {
  it('holds every declaration in the folder', async () => {
    const forgotten: string[] = []
    for (const file of readdirSync(folder)) {
      if (file === 'index.ts') continue
      const module: Record<string, unknown> = await import(new URL(file, folder).href)
      const declarations = Object.values(module).filter(isDeclaration)
      if (declarations.some(one => !allLayers.includes(one as never))) forgotten.push(file)
    }
    expect(forgotten).toEqual([])
  })

  it('has every type once', () => {
    const types = allLayers.map(layer => layer.type)
    expect(new Set(types).size).toBe(types.length)
  })
})

function isDeclaration(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'type' in value && 'lower' in value
}

describe.each(allLayers.map(layer => [layer.type, layer] as const))('%s', (type, layer) => {
  it('has cases from Keras', () => {
    expect(casesOf(type).length).toBeGreaterThan(1)
  })

  it('says what it is in words', () => {
    expect(groups).toContain(layer.group)
    expect(layer.label).toMatch(/^[A-Z]/)
    expect(layer.help).toMatch(/^[A-Z].{30,}\.$/s)
    expect(layer.help).not.toMatch(/!|please|invalid/i)
  })

  it('starts from arguments that parse', () => {
    const starts = (layer.starts ?? {}) as JsonObject
    const resolution = resolveParams(layer, starts)
    expect(resolution.faults).toEqual([])
    expect(resolution.remarks).toEqual([])
  })

  it('gives absent arguments the defaults of Keras', () => {
    const theirs = kerasDefaults[type] ?? {}
    const ours = resolveParams(layer, {}).params ?? {}
    for (const [name, parameter] of Object.entries(layer.params)) {
      if (!(name in theirs)) continue
      const word = theirs[name] ?? (name === 'activation' ? 'linear' : null)
      const value = typeof word === 'string' ? word.replace(/_([a-z])/g, upper) : word
      expect([name, ours[name]]).toEqual([name, parameter.parse(value)])
    }
  })

  it.each(casesOf(type).map(one => [title(one), one] as const))(
    'agrees with Keras: %s',
    (_, one) => {
      const node = declared(type, one.params, ...one.inputs)
      expect(node.shape()).toEqual(one.output)
      const weights = Object.entries(node.weights()).map(([name, weight]) => ({
        name,
        shape: weight.shape,
        trainable: weight.trainable !== false,
      }))
      expect(weights).toEqual(one.weights)
    },
  )

  it.each(casesOf(type).map(one => [title(one), one] as const))('can tell about: %s', (_, one) => {
    const node = declared(type, one.params, ...one.inputs)
    expect(node.macs()).toSatisfy(Number.isSafeInteger)
    expect(node.summary()).not.toMatch(/undefined|NaN|\[object/)
    expect(JSON.stringify([node.explain(), node.remarks(), node.tfjs()])).not.toMatch(
      /undefined|NaN|null|\[object/,
    )
    const parameters = node.explain().find(row => row.quantity === 'Parameters')
    if (parameters || node.parameters() > 0)
      expect(parameters?.result).toBe(node.parameters().toLocaleString('en-US'))
    const macs = node.explain().find(row => row.quantity === 'MACs')
    if (macs || node.macs() > 0) expect(macs?.result).toBe(node.macs().toLocaleString('en-US'))
  })
})

function upper(_: string, letter: string): string {
  return letter.toUpperCase()
}

function title({ params, inputs }: ExpectedCase): string {
  return `${inputs.map(shape => shape.join('×')).join(', ')} ${JSON.stringify(params)}`
}
