// Train, stop, resume, evaluate and predict from a terminal, checked against NumPy on the same weights.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { writeNpy } from '../../engine/data/npy.ts'
import { writeNpz } from '../engine/train/npz-file.ts'
import { smallDocument } from '../engine/train/small-document.ts'
import { scratchFolder, weightsHash } from '../engine/train/small-run.ts'
import { makeIdx } from '../fixtures/make-idx.ts'
import { describeWithPython, runPythonJson } from '../python.ts'
import { finished, runCli, startCli } from './run-cli.ts'

const folder = scratchFolder()
const cli = (...args: string[]) => runCli(folder, ...args)
const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))

/** Values that both languages make alike. */
const examples = 60
const inputs = Float32Array.from({ length: examples * 12 }, (_, at) => ((at * 37) % 101) / 50 - 1)
const mlp = {
  format: 'layerloom',
  version: 1,
  name: 'mlp',
  nodes: [
    { id: 'x', type: 'input', params: { shape: [12] } },
    { id: 'hidden', type: 'dense', params: { units: 9, activation: 'tanh' } },
    { id: 'class', type: 'dense', params: { units: 4, activation: 'softmax' } },
  ],
  edges: [
    { source: 'x', target: 'hidden' },
    { source: 'hidden', target: 'class' },
  ],
  training: {
    dataset: { kind: 'npz', path: 'data/x.npz' },
    loss: 'categoricalCrossentropy',
    optimizer: { kind: 'adam', learningRate: 0.01 },
    epochs: 4,
    batchSize: 16,
    seed: 3,
  },
}

describe('train', () => {
  it('prints events as JSON lines and nothing else', async () => {
    mkdirSync(join(folder, 'data'))
    writeNpz(join(folder, 'data/x.npz'), inputs, [examples, 12], 4)
    writeFileSync(join(folder, 'mlp.loom.json'), JSON.stringify(mlp))
    const { code, stdout, stderr } = await cli('train', 'mlp.loom.json', '--out', 'run', '--json')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const events = lines(stdout)
    const epochs = events.filter(({ event }) => event === 'epoch')
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4])
    expect(Object.keys(epochs[0])).toEqual([
      'event',
      'epoch',
      'loss',
      'accuracy',
      'valLoss',
      'valAccuracy',
      'examplesPerSecond',
    ])
    expect(events.at(-1)).toMatchObject({ event: 'end', reason: 'finished' })
    expect(readdirSync(join(folder, 'run')).sort()).toEqual([
      'checkpoints',
      'confusion.json',
      'document.loom.json',
      'events.jsonl',
      'run.json',
    ])
  })

  it('takes a template, settings and data from the command line', async () => {
    const { code, stdout } = await cli(
      ...['train', 'mlp', '--data', 'glyphs?count=300', '--epochs', '1', '--batch-size', '50'],
      ...['--optimizer', 'momentum', '--lr', '0.05', '--seed', '9', '--out', 'settings'],
    )
    expect(code).toBe(0)
    expect(stdout).toContain('momentum at 0.05, batch 50, 1 epoch of 6 steps, seed 9')
    expect(stdout).toContain('Finished after')
  })

  it('says what a huge rate and batch come to, and that a finished run has nothing left', async () => {
    const command = ['train', 'mlp', '--data', 'glyphs?count=200', '--out', 'done']
    // 180 examples of 200 are for training: a tenth is kept for validation.
    const first = await cli(...command, '--epochs', '1', '--batch-size', '5000', '--lr', '1e7')
    expect(first.stdout).toContain('adam at 1e7, batch 5,000, 1 epoch of 1 step')
    expect(first.stdout).toContain('each epoch is one step of 180 examples.')
    const second = await cli(...command, '--resume')
    expect(second.code).toBe(0)
    expect(second.stdout.match(/parameters$/gm)).toHaveLength(1)
    expect(second.stdout).toContain(
      'Every epoch was done before (1 of 1), so nothing was trained. Train on with --resume --epochs 2.',
    )
    expect(second.stdout).not.toContain('Finished')
  })

  it('is stopped by Ctrl-C with a checkpoint, and --resume ends as if it had not been', async () => {
    writeFileSync(join(folder, 'small.loom.json'), JSON.stringify(smallDocument({ epochs: 30 })))
    expect((await cli('train', 'small.loom.json', '--out', 'whole')).code).toBe(0)
    const child = startCli(folder, ['train', 'small.loom.json', '--out', 'cut', '--json'])
    let asked = false
    child.stdout?.on('data', data => {
      if (asked || !String(data).includes('"event":"epoch","epoch":3,')) return
      asked = true
      child.kill('SIGINT')
    })
    const cut = await finished(child)
    expect(cut.code).toBe(0)
    expect(lines(cut.stdout).at(-1)).toMatchObject({ event: 'end', reason: 'stopped' })
    expect(weightsHash(join(folder, 'cut'))).not.toBe(weightsHash(join(folder, 'whole')))
    const again = await cli('train', 'small.loom.json', '--out', 'cut', '--resume')
    expect(again.stdout).toContain('continued after step')
    expect(weightsHash(join(folder, 'cut'))).toBe(weightsHash(join(folder, 'whole')))
  })

  it('ends at once at the second Ctrl-C', async () => {
    const child = startCli(folder, [
      'train',
      'small.loom.json',
      '--out',
      'twice',
      '--epochs',
      '9999',
    ])
    child.stdout?.once('data', () => {
      child.kill('SIGINT')
      child.kill('SIGTERM')
    })
    expect((await finished(child)).seconds).toBeLessThan(20)
  })

  it('reads IDX files, plain and packed', async () => {
    await makeIdx(join(folder, 'idx'), { count: 300, gzip: true })
    const { code, stdout } = await cli(
      ...['train', 'lenet', '--data', 'idx:idx', '--epochs', '1', '--out', 'on-idx', '--json'],
    )
    expect(code).toBe(0)
    const start = lines(stdout).find(({ event }) => event === 'start')
    expect(start.examples).toEqual({ training: 270, validation: 30, test: 30 })
  })
})

const numpyForward = `
import json, sys, glob, os
import numpy as np
import tensorflow as tf
given = json.load(sys.stdin)
newest = sorted(glob.glob(os.path.join(given['run'], 'checkpoints', '[0-9]*')))[-1]
reader = tf.train.load_checkpoint(os.path.join(newest, 'weights'))
w = lambda name: reader.get_tensor(name).astype('float64')
data = np.load(given['data'])
x, y = data['x_train'].astype('float64'), data['y_train']
h = np.tanh(x @ w('hidden/kernel') + w('hidden/bias'))
z = h @ w('class/kernel') + w('class/bias')
p = np.exp(z - z.max(1, keepdims=True)); p /= p.sum(1, keepdims=True)
loss = -np.log(p[np.arange(len(y)), y])
print(json.dumps({'p': p.tolist(), 'loss': loss.tolist(), 'right': (p.argmax(1) == y).tolist()}))
`

interface Expected {
  readonly p: readonly (readonly number[])[]
  readonly loss: readonly number[]
  readonly right: readonly boolean[]
}

describeWithPython('evaluate and predict, beside NumPy in double precision', () => {
  const expected = async () =>
    (await runPythonJson(numpyForward, {
      input: { run: join(folder, 'run'), data: join(folder, 'data/x.npz') },
    })) as Expected

  it('predicts the same from .npy, .npz and .json, in shortest float32 form', async () => {
    const { p } = await expected()
    writeFileSync(join(folder, 'x.npy'), writeNpy(inputs, [examples, 12]))
    const rows = Array.from({ length: examples }, (_, row) => [
      ...inputs.subarray(row * 12, row * 12 + 12),
    ])
    writeFileSync(join(folder, 'x.json'), JSON.stringify({ x: rows }))
    writeFileSync(join(folder, 'list.json'), JSON.stringify(rows))
    const answers = []
    for (const file of ['x.npy', 'x.json', 'list.json']) {
      const { code, stdout, stderr } = await cli('predict', 'run', '--input', file, '--json')
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      answers.push(stdout)
    }
    expect(new Set(answers).size).toBe(1)
    const found = JSON.parse(answers[0] ?? '').outputs.class as number[][]
    expect(found).toHaveLength(examples)
    for (const [row, values] of found.entries())
      for (const [column, value] of values.entries())
        expect(Math.abs(value - (p[row]?.[column] ?? 9))).toBeLessThan(1e-6)
    // Nine digits tell every float32.
    expect(answers[0]).not.toMatch(/\d\.\d{12}/)
  })

  it('evaluates loss, accuracy and number of the chosen part', async () => {
    const { loss, right } = await expected()
    const { stdout, code } = await cli(
      'evaluate',
      'run',
      '--data',
      'npz:data/x.npz?validation=0',
      '--json',
    )
    expect(code).toBe(0)
    const found = JSON.parse(stdout)
    expect(Object.keys(found)).toEqual(['loss', 'accuracy', 'examples'])
    expect(found.examples).toBe(examples)
    const mean = loss.reduce((sum, value) => sum + value, 0) / examples
    expect(found.loss).toBeCloseTo(mean, 5)
    expect(found.accuracy).toBeCloseTo(right.filter(Boolean).length / examples, 6)
  })
})

describe('predict', () => {
  it('reads a PNG picture, greyed and resized', async () => {
    writeFileSync(join(folder, 'digit.png'), png(56, 56))
    const { code, stdout, stderr } = await cli('predict', 'whole', '--input', 'digit.png', '--json')
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'digit.png is 56×56; it was resized to 28×28.\n',
    })
    const scores = JSON.parse(stdout).outputs.scores as number[][]
    expect(scores).toHaveLength(1)
    expect(scores[0]?.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5)
  })

  it('says what became of a picture of another size and in colour, beside the answer', async () => {
    writeFileSync(join(folder, 'wide.png'), png(40, 30, 3))
    const { stdout, stderr } = await cli('predict', 'whole', '--input', 'wide.png', '--json')
    expect(stderr).toBe('wide.png is 30×40 in colour; it was resized to 28×28 and greyed.\n')
    expect(Object.keys(JSON.parse(stdout))).toEqual(['outputs'])
    writeFileSync(join(folder, 'fits.png'), png(28, 28))
    const fits = await cli('predict', 'whole', '--input', 'fits.png', '--json')
    expect(fits).toMatchObject({ code: 0, stderr: '' })
  })

  it('says that an input holds what is no number', async () => {
    writeFileSync(join(folder, 'nan.json'), JSON.stringify([[null, ...Array(11).fill(0.5)]]))
    const { code, stdout, stderr } = await cli('predict', 'run', '--input', 'nan.json', '--json')
    expect(code).toBe(0)
    expect(stderr).toBe(
      'The input for x holds 1 number that is NaN or infinite; what is computed from it means nothing.\n',
    )
    expect(JSON.parse(stdout).outputs.class[0]).toEqual([null, null, null, null])
  })

  it.each([
    [
      'wrong.npy',
      () => writeNpy(inputs.subarray(0, 22), [2, 11]),
      /x has the shape 2×11; x takes N×12/,
    ],
    ['broken.npy', () => writeNpy(inputs.subarray(0, 24), [2, 12]).subarray(0, 140), /bytes/],
    ['broken.json', () => '[[1, 2', /is no JSON/],
    ['uneven.json', () => '[[1,2],[3]]', /differ in length/],
    ['words.json', () => '[["a"]]', /lists of numbers/],
    ['other.json', () => '{"y":[[1]]}', /no input y.*x/],
    ['none.npy', null, /no such file/],
    ['table.csv', () => '1,2', /\.npy, \.npz, \.json/],
    ['noise.png', () => 'no picture', /neither a PNG nor a JPEG|fits one input/],
  ])('explains %s in a sentence, exit code 1', async (name, make, sentence) => {
    if (make) writeFileSync(join(folder, name), make())
    const { code, stderr, stdout } = await cli('predict', 'run', '--input', name)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(sentence)
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  it('says that a folder is no run', async () => {
    const { code, stderr } = await cli('predict', 'data', '--input', 'x.npy')
    expect(code).toBe(1)
    expect(stderr).toMatch(/is not a run/)
  })
})

/** A ramp, 8 bits, no filter: grey, or with channels that differ. */
function png(width: number, height: number, channels: 1 | 3 = 1): Uint8Array {
  const stride = width * channels + 1
  const rows = Buffer.alloc(height * stride)
  for (let y = 0; y < height; y += 1)
    for (let x = 1; x < stride; x += 1) rows[y * stride + x] = ((x - 1) * 4) & 255
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, channels === 3 ? 2 : 0, 0, 0, 0], 8)
  const chunk = (type: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const ends = Buffer.alloc(8)
    ends.writeUInt32BE(data.length, 0)
    ends.writeUInt32BE(crc32(body), 4)
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)])
  }
  const mark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])
  return Buffer.concat([
    mark,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
