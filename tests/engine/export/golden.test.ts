// model.ts of chosen templates as it was last read by a person, and all of them past the compiler.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { projectFiles, versions } from '../../../engine/export/project-files.ts'
import { templates } from '../../../templates/index.ts'
import { compile, linkPackages, scratchFolder } from './exported-project.ts'
import { expectAsItWas } from './golden-text.ts'

const golden = fileURLToPath(new URL('../../golden/typescript/', import.meta.url))
const read = [
  ...['lenet', 'lenet-5', 'mlp', 'cnn', 'fashion-cnn', 'cnn-32', 'parameter-exercise', 'resnet-20'],
  ...['autoencoder', 'siamese', 'unet', 'vgg-11', 'inception-module', 'resnet-50'],
  ...['densenet-121', 'mobilenet-v2'],
]
const shown = templates.filter(({ name }) => read.includes(name))
const scratch = scratchFolder()

describe('model.ts of a template', () => {
  it.each(shown.map(({ name, document }) => [name, document] as const))(
    '%s is printed as it was',
    async (name, document) => {
      const text = (await projectFiles(document, {})).get('src/model.ts') ?? ''
      expectAsItWas(join(golden, `${name}.ts`), text)
    },
  )

  it('is stored for templates that there are', () => {
    const stored = readdirSync(golden).filter(file => file.endsWith('.ts'))
    expect(stored.sort()).toEqual(read.map(name => `${name}.ts`).sort())
  })

  it('passes the compiler with every file of its project', async () => {
    for (const { name, document } of templates)
      for (const [path, text] of await projectFiles(document, {})) {
        const file = join(scratch, 'src', name, path)
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, text)
      }
    const settings = readFileSync(join(scratch, 'src/lenet/tsconfig.json'))
    writeFileSync(join(scratch, 'tsconfig.json'), settings)
    writeFileSync(join(scratch, 'package.json'), '{ "type": "module" }')
    linkPackages(scratch)
    await compile(scratch)
  })
})

describe('package.json of an exported project', () => {
  it('asks for the versions that these tests have run', () => {
    const version = (name: string): string => {
      const file = new URL(`../../../node_modules/${name}/package.json`, import.meta.url)
      return JSON.parse(readFileSync(file, 'utf8')).version
    }
    expect(versions).toEqual({
      tfjs: version('@tensorflow/tfjs'),
      typescript: version('typescript'),
      nodeTypes: version('@types/node'),
    })
  })
})
