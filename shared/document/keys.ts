// The keys that a file may have, in the order in which they are written.
export const documentKeys = [
  'format',
  'version',
  'name',
  'parameters',
  'nodes',
  'edges',
  'blocks',
  'training',
]
export const blockKeys = ['parameters', 'nodes', 'edges']
export const nodeKeys = [
  'id',
  'type',
  'block',
  'repeat',
  'when',
  'params',
  'name',
  'sharedWeights',
  'silenced',
  'position',
]
export const edgeKeys = ['source', 'sourceHandle', 'target', 'targetHandle']
