import { writeFileSync } from 'node:fs'
import { zipSync } from 'fflate'
import { writeNpy } from '../../../engine/data/npy.ts'

/** An archive of examples whose classes go round. */
export function writeNpz(
  path: string,
  x: Float32Array,
  shape: readonly number[],
  classes: number,
): void {
  const [count = 0] = shape
  const y = Int32Array.from({ length: count }, (_, index) => index % classes)
  const files = { 'x_train.npy': writeNpy(x, shape), 'y_train.npy': writeNpy(y, [count]) }
  writeFileSync(path, zipSync(files))
}
