/**
 * The name of a layer in tfjs: its path id. tfjs wants a letter or digit first, and an id never
 * begins with a digit, so `0_fc` can only be `_fc`.
 */
export function layerName(id: string): string {
  return id.startsWith('_') ? `0${id}` : id
}
