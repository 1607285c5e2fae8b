// Data files that must be refused: the specification, how to make the files in a folder, the words of the refusal.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { writeNpy } from '../../engine/data/npy.ts'

type Make = (folder: string) => void
type Case = readonly [name: string, spec: string, make: Make, words: RegExp]

function idxBytes(magic: number, sizes: readonly number[], values: Uint8Array): Uint8Array {
  const head = Buffer.alloc(4 + 4 * sizes.length)
  head.writeUInt32BE(magic, 0)
  for (const [index, size] of sizes.entries()) head.writeUInt32BE(size, 4 + 4 * index)
  return Buffer.concat([head, values])
}

const pictures = (count = 20) =>
  idxBytes(0x803, [count, 28, 28], new Uint8Array(count * 784).fill(9))
const labels = (count = 20) =>
  idxBytes(
    0x801,
    [count],
    Uint8Array.from({ length: count }, (_, index) => index % 10),
  )

/** A folder of IDX files with one of them changed. */
function idx(images: Uint8Array, answers: Uint8Array, ending = ''): Make {
  return folder => {
    mkdirSync(join(folder, 'd'))
    writeFileSync(join(folder, `d/train-images-idx3-ubyte${ending}`), images)
    writeFileSync(join(folder, `d/train-labels-idx1-ubyte${ending}`), answers)
  }
}

function npz(files: Readonly<Record<string, Uint8Array>>): Make {
  return folder => writeFileSync(join(folder, 'd.npz'), zipSync({ ...files }))
}

const x = (count = 8, value = 0.5) =>
  writeNpy(new Float32Array(count * 784).fill(value), [count, 28, 28, 1])
const y = (count = 8) =>
  writeNpy(
    Int32Array.from({ length: count }, (_, index) => index % 10),
    [count],
  )

function changed(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1').replace(from, to.padEnd(from.length))
  return Buffer.from(text, 'latin1')
}

const nothing: Make = () => {}

export const malformedData: readonly Case[] = [
  ['no such folder', 'idx:none', nothing, /none.*Check the path/],
  [
    'a file where a folder belongs',
    'idx:d',
    folder => writeFileSync(join(folder, 'd'), 'x'),
    /folder/,
  ],
  ['an empty folder', 'idx:d', folder => mkdirSync(join(folder, 'd')), /holds no train-images/],
  ['pictures cut in the middle', 'idx:d', idx(pictures().subarray(0, 5000), labels()), /bytes/],
  [
    'pictures cut inside the header',
    'idx:d',
    idx(pictures().subarray(0, 7), labels()),
    /header|bytes|ends/,
  ],
  ['an empty file', 'idx:d', idx(new Uint8Array(), labels()), /bytes|empty/],
  [
    'another magic number',
    'idx:d',
    idx(idxBytes(0xdead, [20, 28, 28], new Uint8Array(15680)), labels()),
    /0xde/,
  ],
  [
    'pictures of doubles',
    'idx:d',
    idx(idxBytes(0xe03, [20, 28, 28], new Uint8Array(15680)), labels()),
    /bytes|type/,
  ],
  [
    'four billion pictures',
    'idx:d',
    idx(idxBytes(0x803, [4294967295, 28, 28], new Uint8Array(15680)), labels()),
    /4,294,967,295|bytes/,
  ],
  ['fewer labels than pictures', 'idx:d', idx(pictures(), labels(19)), /19.*20|20.*19/],
  ['labels where pictures belong', 'idx:d', idx(labels(), labels()), /train-images/],
  [
    'gzip that is cut',
    'idx:d',
    idx(gzipSync(pictures()).subarray(0, 40), gzipSync(labels()), '.gz'),
    /gzip|packed|ends|cut/i,
  ],
  [
    'gzip with a flipped bit',
    'idx:d',
    idx(flipped(gzipSync(pictures())), gzipSync(labels()), '.gz'),
    /gzip|damaged|check/i,
  ],
  ['no such archive', 'npz:none.npz', nothing, /none\.npz.*no such file/],
  [
    'an archive that is text',
    'npz:d.npz',
    folder => writeFileSync(join(folder, 'd.npz'), 'x,y\n1,2\n'),
    /zip|archive/i,
  ],
  [
    'an archive that is cut',
    'npz:d.npz',
    folder =>
      writeFileSync(
        join(folder, 'd.npz'),
        zipSync({ 'x_train.npy': x(), 'y_train.npy': y() }).subarray(0, 300),
      ),
    /zip|archive|cut|end/i,
  ],
  ['no x_train', 'npz:d.npz', npz({ 'y_train.npy': y() }), /x_train/],
  ['no y_train', 'npz:d.npz', npz({ 'x_train.npy': x() }), /y_train/],
  [
    'answers of another count',
    'npz:d.npz',
    npz({ 'x_train.npy': x(), 'y_train.npy': y(7) }),
    /7.*8|8.*7/,
  ],
  [
    'pickled objects',
    'npz:d.npz',
    npz({ 'x_train.npy': changed(x(), "'<f4'", "'|O'"), 'y_train.npy': y() }),
    /Python objects/,
  ],
  [
    'an unknown type',
    'npz:d.npz',
    npz({ 'x_train.npy': changed(x(), "'<f4'", "'<c8'"), 'y_train.npy': y() }),
    /c8/,
  ],
  [
    'a shape that is too large',
    'npz:d.npz',
    npz({ 'x_train.npy': changed(x(), '(8, 28', '(9, 28'), 'y_train.npy': y() }),
    /bytes/,
  ],
  [
    'code in the header',
    'npz:d.npz',
    npz({ 'x_train.npy': changed(x(), "{'descr'", '{exit(1)'), 'y_train.npy': y() }),
    /header/,
  ],
  [
    'no examples',
    'npz:d.npz',
    npz({
      'x_train.npy': writeNpy(new Float32Array(), [0, 28, 28, 1]),
      'y_train.npy': writeNpy(new Int32Array(), [0]),
    }),
    /no.*examples/,
  ],
  [
    'NaN among the pixels',
    'npz:d.npz',
    npz({ 'x_train.npy': x(8, Number.NaN), 'y_train.npy': y() }),
    /Number 1 of the 8 training examples.*NaN/,
  ],
  [
    'pictures of another size',
    'npz:d.npz',
    npz({ 'x_train.npy': writeNpy(new Float32Array(8 * 25), [8, 5, 5, 1]), 'y_train.npy': y() }),
    /28×28×1.*5×5×1/,
  ],
  [
    'classes beyond the network',
    'npz:d.npz',
    npz({
      'x_train.npy': x(),
      'y_train.npy': writeNpy(Int32Array.of(0, 1, 2, 3, 4, 5, 6, 12), [8]),
    }),
    /10 classes.*13/,
  ],
  [
    'values where classes belong',
    'npz:d.npz',
    npz({ 'x_train.npy': x(), 'y_train.npy': writeNpy(new Float32Array(8).fill(0.5), [8]) }),
    /meanSquaredError/,
  ],
  ['an unknown kind', 'kittens:d', nothing, /kittens/],
  ['an unknown option', 'glyphs?color=red', nothing, /color/],
  ['a share of 1.5', 'glyphs?validation=1.5', nothing, /validation/],
  ['a path for made data', 'glyphs:d', nothing, /reads no file/],
  ['no path', 'idx', nothing, /idx needs a folder/],
]

function flipped(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[30] = (copy[30] ?? 0) ^ 0x10
  return copy
}
