// Which mark and colour a layer type has, and in which part of the palette it stands.
import type { AnyLayer, Group } from '../../shared/layers/define.ts'
import { allLayers, findLayer } from '../../shared/layers/index.ts'
import type { Family } from '../ui/glyph.tsx'

const familyOfGroup: Readonly<Record<Group, Family>> = {
  input: 'io',
  convolution: 'conv',
  pooling: 'pool',
  dense: 'dense',
  normalization: 'norm',
  activation: 'act',
  shape: 'shape',
  merge: 'merge',
  reduce: 'shape',
  attention: 'seq',
  recurrent: 'seq',
  regularization: 'reg',
  preprocessing: 'io',
  custom: 'shape',
}

const titleOfGroup: Readonly<Record<Group, string>> = {
  input: 'Input',
  convolution: 'Convolution',
  pooling: 'Pooling',
  dense: 'Dense',
  normalization: 'Normalisation',
  activation: 'Activation',
  shape: 'Shape',
  merge: 'Merge',
  reduce: 'Reduce',
  attention: 'Attention and embedding',
  recurrent: 'Recurrent',
  regularization: 'Regularisation',
  preprocessing: 'Preprocessing',
  custom: 'Your own',
}

export function familyOf(type: string): Family {
  if (type === 'block') return 'block'
  const declaration = findLayer(type)
  return declaration ? familyOfGroup[declaration.group] : 'io'
}

export interface LayerGroup {
  readonly group: Group
  readonly title: string
  readonly family: Family
  readonly layers: readonly AnyLayer[]
}

/** In the order in which `shared/layers/index.ts` first names a layer of each group. */
export const layerGroups: readonly LayerGroup[] = [
  ...new Set(allLayers.map(layer => layer.group)),
].map(group => ({
  group,
  title: titleOfGroup[group],
  family: familyOfGroup[group],
  layers: allLayers.filter(layer => layer.group === group),
}))
