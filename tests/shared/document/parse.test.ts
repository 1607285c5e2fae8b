import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DocumentError } from '../../../shared/document/document-error.ts'
import { parseDocument, parseDocumentValue } from '../../../shared/document/parse.ts'
import { printDocument } from '../../../shared/document/print.ts'
import { allTemplates } from '../../../templates/index.ts'
import { anyDocument, documentOf, nodes } from './documents.ts'

// The fragment of the format's description, word for word.
const fragment = `{
  "format": "layerloom", "version": 1, "name": "LeNet", "parameters": { "classes": 10 },
  "nodes": [
    { "id": "image", "type": "input",   "params": { "shape": [28, 28, 1] }, "position": { "x": 0, "y": 0 } },
    { "id": "c1",    "type": "conv2d",  "params": { "filters": 6, "kernelSize": 5, "padding": "same", "activation": "relu" } },
    { "id": "fc",    "type": "dense",   "params": { "units": "=classes" }, "name": "scores" }
  ],
  "edges": [ { "source": "image", "target": "c1" } ],
  "training": { "dataset": { "kind": "glyphs" }, "loss": "categoricalCrossentropy", "optimizer": { "kind": "adam", "learningRate": 0.001 },
                "epochs": 3, "batchSize": 128, "seed": 1 }
}`

function errorOf(run: () => unknown): DocumentError {
  try {
    run()
  } catch (error) {
    if (error instanceof DocumentError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

const changed = (from: string | RegExp, to: string) => fragment.replace(from, () => to)

describe('opening a network', () => {
  it('gives exactly what the file says', () => {
    const { document, problems, readOnly } = parseDocument(fragment)
    expect(document).toEqual(JSON.parse(fragment))
    expect([problems, readOnly]).toEqual([[], false])
  })

  it('accepts a byte order mark', () => {
    expect(parseDocument(`\uFEFF${fragment}`).document.name).toBe('LeNet')
  })

  it('fills in training settings that are left out', () => {
    const text = changed(
      /"training": .*/s,
      '"training": { "dataset": { "kind": "glyphs" }, "optimizer": { "kind": "sgd" } } }',
    )
    expect(parseDocument(text).document.training).toEqual({
      dataset: { kind: 'glyphs' },
      loss: 'categoricalCrossentropy',
      optimizer: { kind: 'sgd', learningRate: 0.01 },
      epochs: 5,
      batchSize: 128,
      seed: 1,
    })
  })

  it('takes null for absent, as other programs write it', () => {
    const text = changed('"target": "c1"', '"target": "c1", "sourceHandle": null')
    expect(parseDocument(text).document.edges).toEqual([{ source: 'image', target: 'c1' }])
  })

  it('keeps unknown keys, writes them back and warns once for each', () => {
    const text = changed(/"type"/g, '"colour": "red", "type"').replace(
      '"epochs"',
      '"schedule": { "kind": "step" }, "epochs"',
    )
    const { document, problems } = parseDocument(text)
    expect(problems.map(problem => problem.message)).toEqual([
      'nodes[0] (and 2 more like it) has the key “colour”, which this version does not know for a node. It is kept and has no effect.',
      'training has the key “schedule”, which this version does not know for a training setting. It is kept and has no effect.',
    ])
    expect(JSON.parse(printDocument(document))).toEqual(JSON.parse(text))
  })

  it('opens a newer version for reading only, and says why it cannot where it cannot', () => {
    const newer = parseDocument(changed('"version": 1', '"version": 2'))
    expect([newer.readOnly, newer.problems[0]?.code]).toEqual([true, 'newer-version'])
    expect(newer.document.version).toBe(2)
    const error = errorOf(() =>
      parseDocument(changed('"version": 1', '"version": 2').replace('"nodes"', '"cells"')),
    )
    expect(error.message).toBe(
      'This file has format version 2, and this program knows 1. nodes is missing; it must be a list. Open it with a newer program.',
    )
  })
})

describe('text that is not JSON', () => {
  it.each([
    ['', 'The file is empty.'],
    [
      '{"a":1,}',
      'Line 1, column 8: found } where a name in double quotes belongs. Remove the comma before it.',
    ],
    ['[1,\n 2,\n]', 'Line 3, column 1: found ] where a value belongs. Remove the comma before it.'],
    ['{"a" 1}', 'Line 1, column 6: found 1 where a colon belongs.'],
    [
      "{'a': 1}",
      "Line 1, column 2: found ' where a name in double quotes or a closing brace belongs. JSON writes strings in double quotes.",
    ],
    ['{"a": NaN}', 'Line 1, column 7: found NaN where a value belongs. JSON has no such number.'],
    [
      '{"a": "x\ny"}',
      'Line 1, column 7: this string is not closed, or has a character in it that must be escaped.',
    ],
    ['{"a": 1', 'Line 1, column 8: the file ends where a comma or a closing brace belongs.'],
    ['{"a": 1} {}', 'Line 1, column 10: found { where the end of the file belongs.'],
    ['// note\n{}', 'Line 1, column 1: found / where a value belongs. JSON has no comments.'],
    ['PK\u0003\u0004', 'Line 1, column 1: found PK where a value belongs.'],
  ])('%j is refused with the place', (text, message) => {
    const error = errorOf(() => parseDocument(text))
    expect([error.code, error.message]).toEqual(['not-json', message])
  })

  it('is found to be wrong wherever a file is cut off', () => {
    for (let length = 0; length < fragment.length; length++) {
      const error = errorOf(() => parseDocument(fragment.slice(0, length)))
      expect(error.code).toBe('not-json')
      expect(error.message).not.toMatch(/undefined|at the end of the file belongs/)
    }
  })

  it('is named exactly where JSON.parse refuses, and only there', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '1',
      '-',
      'true',
      ' ',
      '"',
      '\\',
      '0',
      '.',
      'e',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
        const text = pieces.join('')
        let valid = true
        try {
          JSON.parse(text)
        } catch {
          valid = false
        }
        const { code } = errorOf(() => parseDocument(text))
        expect(code === 'not-json').toBe(!valid)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('a document that is wrong', () => {
  it.each([
    [
      'version',
      changed('"version": 1', '"version": "1"'),
      'version must be a whole number of at least 1, not “1”.',
    ],
    [
      'format',
      changed('"layerloom"', '"onnx"'),
      'This is no Layerloom network: format must be “layerloom”, not “onnx”.',
    ],
    ['name', changed('"name": "LeNet", ', ''), 'name is missing; it must be the network’s name.'],
    ['nodes', changed('"nodes"', '"cells"'), 'nodes is missing; it must be a list.'],
    [
      'nodes[1].id',
      changed('"id": "c1"', '"id": "c/1"'),
      'nodes[1].id is “c/1”. An id begins with a letter or an underscore and goes on with letters, digits, “_”, “.” or “-”, at most 200.',
    ],
    [
      'nodes[2].id',
      changed('"id": "fc"', '"id": "c1"'),
      'nodes[2].id is “c1”, which nodes[1] has already. Ids must differ.',
    ],
    [
      'nodes[1].type',
      changed('"conv2d"', '2'),
      'nodes[1].type must be a layer type, such as “conv2d”, not the number 2.',
    ],
    [
      'nodes[0].params',
      changed('{ "shape": [28, 28, 1] }', '[28]'),
      'nodes[0].params must be an object, not a list.',
    ],
    [
      'nodes[0].params.shape[1]',
      changed('28, 1]', '1e999]'),
      'nodes[0].params.shape[1] is not a finite number. The largest is about 1.8e308.',
    ],
    [
      'nodes[0].position.x',
      changed('"x": 0', '"x": "left"'),
      'nodes[0].position.x must be a number between -1e9 and 1e9, not “left”.',
    ],
    [
      'nodes[2].repeat',
      changed('"name": "scores"', '"repeat": 1.5'),
      'nodes[2].repeat must be a whole number of at least 0, or an expression such as “=depth”, not the number 1.5.',
    ],
    [
      'nodes[2].when',
      changed('"name": "scores"', '"when": true'),
      'nodes[2].when must be an expression, such as “=index == 0”, not true.',
    ],
    [
      'nodes[2].sharedWeights',
      changed('"name": "scores"', '"sharedWeights": "a/b"'),
      'nodes[2].sharedWeights must be a name of letters, digits, “_”, “.” or “-”, with “/” before it or not, not “a/b”.',
    ],
    [
      'edges[0].target',
      changed('"target": "c1"', '"target": "c2"'),
      'edges[0].target is “c2”, and there is no node with that id. The nearest is “c1”.',
    ],
    [
      'parameters.index',
      changed('"classes": 10', '"index": 10'),
      'parameters.index: index has a meaning of its own in expressions. Choose another name.',
    ],
    [
      'training.loss',
      changed('"categoricalCrossentropy"', '"crossentropy"'),
      'training.loss must be one of categoricalCrossentropy, sparseCategoricalCrossentropy, binaryCrossentropy, meanSquaredError, meanAbsoluteError, not “crossentropy”.',
    ],
    [
      'training.optimizer.kind',
      changed('"adam"', '"lion"'),
      'training.optimizer.kind must be one of sgd, momentum, adam, not “lion”.',
    ],
    [
      'training.optimizer.learningRate',
      changed('0.001', '0'),
      'training.optimizer.learningRate must be a number above 0, not the number 0.',
    ],
    [
      'training.epochs',
      changed('"epochs": 3', '"epochs": 0'),
      'training.epochs must be a whole number from 1 to 1,000,000, not the number 0.',
    ],
    [
      'training.dataset.validation',
      changed('"glyphs" }', '"glyphs", "validation": 1 }'),
      'training.dataset.validation must be a share of 0 or more and less than 1, such as 0.1. It is the number 1.',
    ],
    [
      'training.dataset.kind',
      changed('{ "kind": "glyphs" }', '{}'),
      'training.dataset.kind is missing; it must be a kind of data, such as glyphs or npz.',
    ],
  ])('names %s', (path, text, message) => {
    const error = errorOf(() => parseDocument(text))
    expect([error.path, error.message]).toEqual([path, message])
  })

  it.each(['__proto__', 'constructor', 'prototype'])(
    'may not have the key %s, and nothing is polluted',
    key => {
      const before = Object.getOwnPropertyNames(Object.prototype)
      for (const text of [
        changed('"id": "c1"', `"${key}": { "polluted": true }, "id": "c1"`),
        changed('"filters"', `"${key}": { "polluted": true }, "filters"`),
        changed('"parameters": {', `"parameters": { "${key}": 1,`),
        changed('"edges"', `"blocks": { "${key}": { "nodes": [], "edges": [] } }, "edges"`),
      ])
        expect(errorOf(() => parseDocument(text)).code).toBe('forbidden-key')
      expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
      expect({}).not.toHaveProperty('polluted')
    },
  )

  it('is refused for its depth before anything walks it', () => {
    const deep = `${'['.repeat(5_000_000)}`
    expect(errorOf(() => parseDocument(deep)).message).toBe(
      'Line 1, column 65: lists and objects are nested more than 64 levels deep.',
    )
    const circle: { nodes: unknown[]; self?: unknown } = { nodes: [] }
    circle.self = circle
    expect(errorOf(() => parseDocumentValue(circle)).code).toBe('too-deep')
  })

  it('is refused for its size', () => {
    const many = documentOf({
      nodes: nodes(...Array.from({ length: 20_001 }, (_, index) => `n${index}:dense`)),
    })
    expect(errorOf(() => parseDocumentValue(many)).message).toBe(
      'The file has 20,001 nodes; at most 20,000 are read.',
    )
    expect(errorOf(() => parseDocument(' '.repeat(32 * 1024 * 1024 + 1))).code).toBe('too-large')
  })

  it('is refused where it is no JSON at all', () => {
    for (const value of [
      undefined,
      () => 1,
      new Date(),
      { format: 'layerloom', nodes: [undefined] },
    ])
      expect(() => parseDocumentValue(value)).toThrow(DocumentError)
  })
})

describe('writing a network', () => {
  it('puts one node on a line and the same document always in the same words', () => {
    expect(printDocument(parseDocument(fragment).document)).toBe(`{
  "format": "layerloom", "version": 1, "name": "LeNet",
  "parameters": { "classes": 10 },
  "nodes": [
    { "id": "image", "type": "input", "params": { "shape": [28, 28, 1] }, "position": { "x": 0, "y": 0 } },
    { "id": "c1", "type": "conv2d", "params": { "filters": 6, "kernelSize": 5, "padding": "same", "activation": "relu" } },
    { "id": "fc", "type": "dense", "params": { "units": "=classes" }, "name": "scores" }
  ],
  "edges": [
    { "source": "image", "target": "c1" }
  ],
  "training": {
    "dataset": { "kind": "glyphs" },
    "loss": "categoricalCrossentropy",
    "optimizer": { "kind": "adam", "learningRate": 0.001 },
    "epochs": 3,
    "batchSize": 128,
    "seed": 1
  }
}
`)
  })

  it('loses nothing of any document, hostile names included', () => {
    fc.assert(
      fc.property(anyDocument, fc.string({ unit: 'binary' }), (document, name) => {
        const named = { ...document, name }
        const text = printDocument(named)
        const { document: read } = parseDocument(text)
        expect(read).toEqual(named)
        expect(printDocument(read)).toBe(text)
      }),
      { numRuns: 500 },
    )
  })

  it.each(allTemplates.map(template => [template.name, template.document] as const))(
    'keeps %s as it is',
    (_, document) => {
      expect(parseDocument(printDocument(document))).toEqual({
        document,
        problems: [],
        readOnly: false,
      })
    },
  )
})
