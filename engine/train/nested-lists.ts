// Arrays as JSON: nested lists in shortest float32 form, null for what JSON cannot hold.
import { finite } from './numbers.ts'
import type { NumericArray } from './run-types.ts'

export type NestedList = number | null | readonly NestedList[]

export function nestedLists({ shape, values }: NumericArray): NestedList {
  let items: NestedList[] = Array.from(values, finite)
  for (const size of shape.slice(1).reverse()) items = inRows(items, size)
  return shape.length === 0 ? (items[0] ?? null) : items
}

function inRows(items: readonly NestedList[], size: number): NestedList[] {
  if (size === 0) return []
  return Array.from({ length: items.length / size }, (_, row) =>
    items.slice(row * size, (row + 1) * size),
  )
}
