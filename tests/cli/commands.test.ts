import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { severalDocument } from '../engine/train/several-document.ts'
import { smallDocument } from '../engine/train/small-document.ts'
import { scratchFolder } from '../engine/train/small-run.ts'
import { runCli } from './run-cli.ts'

const folder = scratchFolder()
const cli = (...args: string[]) => runCli(folder, ...args)

describe('templates, new, check and summary', () => {
  it('lists every template by name, for people and for programs', async () => {
    const { stdout, code } = await cli('templates')
    expect(code).toBe(0)
    const names = stdout
      .trim()
      .split('\n')
      .map(line => line.split(' ')[0])
    for (const name of [
      'lenet',
      'lenet-5',
      'mlp',
      'cnn-32',
      'parameter-exercise',
      'fashion-cnn',
      'resnet-20',
    ])
      expect(names).toContain(name)
    const listed = JSON.parse((await cli('templates', '--json')).stdout) as { name: string }[]
    expect(listed.map(({ name }) => name)).toEqual(names)
  })

  it('writes a template with other classes where the caller stands, and not over a file', async () => {
    const made = await cli('new', 'lenet', '-o', 'mine.loom.json', '--classes', '3')
    expect(made).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(readFileSync(join(folder, 'mine.loom.json'), 'utf8'))).toMatchObject({
      format: 'layerloom',
      parameters: { classes: 3 },
    })
    const again = await cli('new', 'lenet', '-o', 'mine.loom.json')
    expect(again.code).toBe(1)
    expect(again.stderr).toContain('exists already')
    expect((await cli('new', 'lenet', '-o', 'mine.loom.json', '--force')).code).toBe(0)
  })

  it('says when a template’s own data no longer goes with the sizes that were asked for', async () => {
    const sized = ['new', 'lenet', '--input', '32x32x3', '--classes', '7']
    const made = await cli(...sized, '-o', 'colour.loom.json')
    expect(made).toMatchObject({ code: 0, stderr: '' })
    // The data’s pictures are 28×28×1, of 10 classes (what `glyphs` makes).
    expect(made.stdout).toContain('28×28×1')
    expect(made.stdout).toContain(
      'Choose other data when you train: layerloom train colour.loom.json --data KIND:PATH --out RUN',
    )
    // Standard output is the file itself where no file is named.
    expect(JSON.parse((await cli(...sized)).stdout)).toMatchObject({ parameters: { classes: 7 } })
  })

  it('tells in its help which formats can be written and which cannot yet', async () => {
    const { stdout } = await cli('export', '--help')
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'typescript or keras or pytorch or savedmodel; not yet: onnx, tfjs',
    )
    expect(stdout).not.toContain('choices')
    expect((await cli('--help')).stdout.replace(/\s+/g, ' ')).toContain(
      'Keras, tfjs or ONNX (not yet in this version)',
    )
    const typo = await cli('export', 'lenet', '--to', 'kerass', '-o', 'x')
    expect(typo.code).toBe(2)
    expect(typo.stderr).toContain('Allowed choices are typescript, keras, pytorch, savedmodel')
    expect((await cli('export', 'lenet', '--to', 'onnx', '-o', 'x')).stderr).toContain(
      'Export to onnx is not yet in this version',
    )
  })

  it('prints LeNet’s figures as other programs read them', async () => {
    const { stdout, code } = await cli('summary', 'lenet', '--json')
    expect(code).toBe(0)
    const summary = JSON.parse(stdout)
    // The course notes: 61,706 parameters; C1 28×28×6 with 156; 5·5·1·6·28·28 products in it.
    expect(summary.totals).toMatchObject({
      params: 61706,
      trainableParams: 61706,
      nonTrainableParams: 0,
    })
    expect(summary.layers[1]).toEqual({
      id: 'conv1',
      type: 'conv2d',
      outputShape: [28, 28, 6],
      params: 156,
      trainableParams: 156,
      macs: 117600,
      flops: 235200,
      receptiveField: [5, 5],
    })
    expect(summary.layers.at(-1).receptiveField).toBeNull()
    expect(Object.keys(summary)).toEqual(['name', 'layers', 'totals'])
    expect(summary.totals.flops).toBe(2 * summary.totals.macs)
  })

  it('finds nothing wrong with a template and says so in either form', async () => {
    expect(await cli('check', 'lenet', '--json')).toMatchObject({
      code: 0,
      stdout: '{"problems":[]}\n',
    })
    expect(await cli('check', 'lenet')).toMatchObject({ code: 0, stdout: 'No problems.\n' })
  })

  it('names the node and the numbers of a mistake, and exits with 1', async () => {
    const document = smallDocument()
    const nodes = document.nodes.map(node =>
      node.id === 'c1' ? { ...node, params: { filters: 4, kernelSize: 9 } } : node,
    )
    writeFileSync(join(folder, 'large.loom.json'), JSON.stringify({ ...document, nodes }))
    const { code, stdout, stderr } = await cli('check', 'large.loom.json', '--json')
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    const [problem] = JSON.parse(stdout).problems
    expect(problem).toMatchObject({ severity: 'error', node: 'c1', code: expect.any(String) })
    expect(problem.message).toMatch(/9.*7/)
    expect(problem.fix.label).toEqual(expect.any(String))
    const shown = await cli('summary', 'large.loom.json')
    expect(shown.code).toBe(1)
    expect(shown.stderr).toContain('c1: ')
  })

  it('answers check --json for a file that is no JSON', async () => {
    writeFileSync(join(folder, 'torn.loom.json'), '{"format": "layerl')
    const { code, stdout } = await cli('check', 'torn.loom.json', '--json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout).problems).toMatchObject([{ severity: 'error', node: null }])
  })

  it('answers without loading TensorFlow', () => {
    const libraries = (statement: string) =>
      loadedLibraries(
        `const { createProgram } = await import('./cli/program.ts'); ${statement}`,
      ).filter(path => path.includes('tensorflow'))
    const check = "await createProgram().parseAsync(['node', 'layerloom', 'check', 'lenet'])"
    expect(libraries(check)).toEqual([])
    expect(libraries("await import('@tensorflow/tfjs-node-gpu')")).not.toEqual([])
  })
})

/** Shared libraries of a Node process after it has run a script. */
function loadedLibraries(script: string): string[] {
  const report = `process.stderr.write(JSON.stringify(process.report.getReport().sharedObjects))`
  const guard = "import util from 'node:util'; util.isNullOrUndefined ??= value => value == null;"
  const { stderr } = spawnSync(
    process.execPath,
    ['--no-warnings', '--input-type=module', '-e', `${guard} ${script}; ${report}`],
    { encoding: 'utf8', env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' } },
  )
  const list: unknown = JSON.parse(stderr.slice(stderr.lastIndexOf('\n[') + 1))
  return Array.isArray(list) ? list.map(String) : []
}

describe('usage', () => {
  it.each([
    [['trian', 'lenet'], /trian.*[\s\S]*train/],
    [['train', 'lenet'], /--out/],
    [['train', 'lenet', '--out', 'r', '--epochs', '0'], /epochs.*whole number, 1 or more/],
    [['train', 'lenet', '--out', 'r', '--lr', '-1'], /lr.*greater than 0/],
    [['train', 'lenet', '--out', 'r', '--optimizer', 'adm'], /adm.*adam/],
    [['train', 'lenet', '--out', 'r', '--epoch', '3'], /--epochs/],
    [['export', 'lenet', '--to', 'caffe', '-o', 'x'], /caffe.*typescript/],
    [['check'], /file/],
    [['new', 'lenet', '--set', 'classes'], /PARAMETER=VALUE/],
    [[], /--help/],
  ])('%j exits with 2, says what is wrong and where to read more', async (args, sentence) => {
    const { code, stdout, stderr } = await cli(...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(sentence)
    expect(stderr).toMatch(/--help|`layerloom help/)
  })

  it('prints help and version to standard output with 0', async () => {
    expect(await cli('--help')).toMatchObject({ code: 0, stderr: '' })
    expect((await cli('help', 'train')).stdout).toContain('--batch-size')
    expect((await cli('train', '--help')).stdout).toContain('--batch-size')
    expect((await cli('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it('suggests the nearest template', async () => {
    const { code, stderr } = await cli('new', 'lenet-6')
    expect(code).toBe(1)
    expect(stderr).toMatch(/nearest is lenet/)
  })

  it.each(['onnx', 'tfjs'])('says that export to %s is not there yet', async to => {
    const { code, stderr } = await cli('export', 'lenet', '--to', to, '-o', 'out')
    expect(code).toBe(1)
    expect(stderr).toContain('not yet in this version')
  })

  it('says that the weights of a drawing are untrained, and where trained ones are', async () => {
    const { code, stdout } = await cli('export', 'lenet', '--to', 'typescript', '-o', 'code')
    expect(code).toBe(0)
    expect(stdout).toBe(
      `Wrote ${join(folder, 'code')} with the weights that seed 1 gives, untrained. Export a run to take trained weights.\n`,
    )
  })

  it('says which heads an export leaves out', async () => {
    writeFileSync(join(folder, 'heads.loom.json'), JSON.stringify(severalDocument()))
    const { code, stdout } = await cli('export', 'heads.loom.json', '--to', 'keras', '-o', 'heads')
    expect(code).toBe(0)
    expect(stdout).toContain('Left out, for they are learnt in training only: early.')
  })

  it('says that import is not there yet', async () => {
    const { code, stderr } = await cli('import', 'm.keras', '-o', 'm.loom.json')
    expect(code).toBe(1)
    expect(stderr).toContain('not yet in this version')
  })

  it('shows a stack on request only', async () => {
    expect((await cli('check', 'no.loom.json')).stdout).not.toMatch(/\n\s+at /)
    const args = ['train', 'no.loom.json', '--out', 'r']
    expect((await cli(...args)).stderr).not.toMatch(/\n\s+at /)
    process.env.LAYERLOOM_DEBUG = '1'
    try {
      expect((await cli(...args)).stderr).toMatch(/\n\s+at /)
    } finally {
      delete process.env.LAYERLOOM_DEBUG
    }
  })
})
