/** What the rows of a summary can be sorted by; apart from the table, so that the help needs none of it. */
export const sortKeys = [
  'params',
  'macs',
  'flops',
  'backward',
  'units',
  'activations',
  'weights',
  'memory',
  'intensity',
  'field',
] as const
export type SortKey = (typeof sortKeys)[number]
