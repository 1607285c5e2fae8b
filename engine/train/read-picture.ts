// A picture as the input of a network: decoded, greyed and resized by TensorFlow, values 0 … 1.
import { readFile } from 'node:fs/promises'
import type { Tensor3D } from '@tensorflow/tfjs-node-gpu'
import { formatShape } from '../../shared/graph/format.ts'
import type { Port } from '../compile/compilation.ts'
import { loadTensorFlow, type TensorFlow } from '../compile/tensorflow.ts'
import { RunError } from './run-error.ts'
import type { NamedArrays, PictureChange } from './run-types.ts'

/** More pixels are refused before they are decoded. */
const mostPixels = 100e6

interface Picture {
  readonly inputs: NamedArrays
  readonly change: PictureChange
}

export async function readPicture(file: string, ports: readonly Port[]): Promise<Picture> {
  const [port, second] = ports
  const [height, width, channels] = port?.shape ?? []
  if (!port || second || height === undefined || width === undefined || !isColour(channels)) {
    const shapes = ports.map(({ id, shape }) => `${id} ${formatShape(shape)}`).join(', ')
    throw wrong(
      `A picture fits one input of height×width×1 or ×3, but the network takes ${shapes}. Give an .npy, .npz or .json file.`,
    )
  }
  const bytes = await readFile(file)
  checkSize(bytes, file)
  const tf = loadTensorFlow()
  return tf.tidy(() => {
    const colours = decode(tf, bytes, file)
    const [rows, columns] = colours.shape
    const pixels = channels === 3 ? colours : (tf.sum(tf.mul(colours, luma), -1, true) as Tensor3D)
    const sized = tf.image.resizeBilinear(pixels, [height, width], false, true)
    const values = tf.div(sized, 255).dataSync() as Float32Array
    return {
      inputs: { [port.id]: { shape: [1, height, width, channels], values } },
      change: {
        from: [rows, columns] as const,
        to: [height, width] as const,
        isGreyed: channels === 1 && isColourful(tf, colours),
      },
    }
  })
}

/** By its pixels: a grey picture may be stored in colours, or in a palette. */
function isColourful(tf: TensorFlow, colours: Tensor3D): boolean {
  const spread = tf.sub(tf.max(colours, -1), tf.min(colours, -1))
  return (tf.max(spread).dataSync()[0] ?? 0) > 0
}

function isColour(channels: number | undefined): channels is 1 | 3 {
  return channels === 1 || channels === 3
}

/** As PIL's “L”: 0.299 R + 0.587 G + 0.114 B (ITU-R 601-2). */
const luma = [0.299, 0.587, 0.114]

function decode(tf: TensorFlow, bytes: Uint8Array, file: string): Tensor3D {
  try {
    return tf.cast(tf.node.decodeImage(bytes, 3, 'int32', false), 'float32') as Tensor3D
  } catch {
    throw wrong(`${file} cannot be decoded as a picture. Save it again as PNG or JPEG.`)
  }
}

/** Of PNG, by its header: a few kilobytes may claim to be gigapixels. JPEG is bounded by its 16-bit sides. */
function checkSize(bytes: Uint8Array, file: string): void {
  const isPng = bytes[0] === 0x89 && bytes[1] === 0x50
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8
  if (!isPng && !isJpeg) throw wrong(`${file} is neither a PNG nor a JPEG picture.`)
  if (!isPng) return
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (bytes.length < 33) throw wrong(`${file} ends inside its header.`)
  const [width, height] = [view.getUint32(16), view.getUint32(20)]
  if (width * height <= mostPixels) return
  throw wrong(`${file} has ${formatShape([width, height])} pixels; at most 100 million are read.`)
}

function wrong(message: string): RunError {
  return new RunError('input', 'wrong-picture', message)
}
