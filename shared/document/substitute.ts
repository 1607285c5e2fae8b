// Puts values in place of names, inside expressions and everything that holds them.

import { printExpression } from './expression-print.ts'
import { type Expression, ExpressionError } from './expression-tree.ts'
import { isExpression, names, parseExpression } from './expressions.ts'
import type { Json } from './types.ts'

/** What a name stands for, as a document writes it; undefined leaves the name alone. */
export type Bindings = (name: string) => Json | undefined

/** Replaces names throughout a value. An expression that is one bare name becomes what it stands for. */
export function substitute(value: Json, bindings: Bindings): Json {
  if (isExpression(value)) return substituteText(value, bindings)
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((item: Json) => substitute(item, bindings))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, substitute(item, bindings)]),
  )
}

function substituteText(text: string, bindings: Bindings): Json {
  const tree = parsed(text)
  if (!tree || names(tree).every(name => bindings(name) === undefined)) return text
  if (tree.kind === 'name') return bindings(tree.name) ?? text
  return printExpression(replace(tree, bindings))
}

function parsed(text: string): Expression | null {
  try {
    return parseExpression(text)
  } catch (error) {
    if (error instanceof ExpressionError) return null
    throw error
  }
}

function replace(tree: Expression, bindings: Bindings): Expression {
  switch (tree.kind) {
    case 'number':
      return tree
    case 'name':
      return treeOf(bindings(tree.name)) ?? tree
    case 'unary':
      return { ...tree, operand: replace(tree.operand, bindings) }
    case 'binary':
      return {
        ...tree,
        left: replace(tree.left, bindings),
        right: replace(tree.right, bindings),
      }
    case 'call':
      return { ...tree, args: tree.args.map(argument => replace(argument, bindings)) }
  }
}

function treeOf(value: Json | undefined): Expression | null {
  if (typeof value === 'number') return { kind: 'number', value, at: 1 }
  if (typeof value === 'boolean') return { kind: 'number', value: Number(value), at: 1 }
  return isExpression(value) ? parsed(value) : null
}

/** Every name that the expressions in a value use. */
export function namesUsed(value: Json | undefined, found: Set<string> = new Set()): Set<string> {
  if (isExpression(value)) for (const name of namesOf(value)) found.add(name)
  else if (typeof value === 'object' && value !== null)
    for (const item of Object.values(value)) namesUsed(item, found)
  return found
}

function namesOf(text: string): readonly string[] {
  const tree = parsed(text)
  return tree ? names(tree) : []
}
