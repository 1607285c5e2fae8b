import { expect, it } from 'vitest'
import { runCli } from './run-cli.ts'

const cli = (...args: readonly string[]) => runCli(process.cwd(), ...args)

it('sorts the cost sheet, folds it and writes it as comma-separated values', async () => {
  const { stdout, code } = await cli('summary', 'resnet-20', '--csv', '--fold', '--sort', 'params')
  expect(code).toBe(0)
  const [head = '', ...lines] = stdout.trimEnd().split('\n')
  const rows = lines.map(line => line.split(','))
  const column = head.split(',').indexOf('parameters')
  // The deepest stage has the most; the dense layer 64·10 + 10, the first convolution 3·3·3·16.
  expect(rows.map(row => row[0]).slice(0, 5)).toEqual([
    ...['stage3', 'stage2', 'stage1', 'scores', 'conv'],
  ])
  expect(rows.map(row => row[column]).slice(3, 5)).toEqual(['650', '432'])
  // The total comes last: 272,474 and twice 784 moving statistics.
  expect(rows.at(-1)?.slice(0, 2)).toEqual(['', 'network'])
  expect(rows.at(-1)?.[column]).toBe('274042')
})

it('adds the sheet to the JSON only where it is asked for', async () => {
  const plain = JSON.parse((await cli('summary', 'lenet', '--json')).stdout)
  const asked = JSON.parse((await cli('summary', 'lenet', '--json', '--batch-size', '64')).stdout)
  const { costs, ...rest } = asked
  expect(Object.keys(plain)).toEqual(['name', 'layers', 'totals'])
  expect(Object.keys(rest)).toEqual(Object.keys(plain))
  expect(rest.layers).toEqual(plain.layers)
  expect(costs).toMatchObject({ settings: { batchSize: 64 }, total: { trainable: 61706 } })
  expect(costs.memory.peak).toBe(rest.totals.peakTrainingBytes)
})

it('tells what is left of a network with heads for training only', async () => {
  const { stdout } = await cli('summary', 'googlenet-auxiliary')
  expect(stdout).toContain('parameters  13,378,280 ')
  expect(stdout).toMatch(/^in use +6,998,552 parameters, /m)
  const { totals } = JSON.parse((await cli('summary', 'googlenet-auxiliary', '--json')).stdout)
  expect([totals.params, totals.inUse.params]).toEqual([13_378_280, 6_998_552])
})

it('says which costs there are to sort by', async () => {
  const { code, stderr } = await cli('summary', 'lenet', '--sort', 'beauty')
  expect(code).toBe(2)
  expect(stderr).toContain('params, macs')
})

it('explains a layer with its rules and with what others print', async () => {
  const { stdout, code } = await cli('summary', 'parameter-exercise', '--explain', 'fc1')
  expect(code).toBe(0)
  expect(stdout).toContain('Weights of a dense layer: n·m, and m biases')
  expect(stdout).toContain('102,761,472')
  expect(stdout).toContain('The course notes print 103,219,200')
  const unknown = await cli('summary', 'resnet-50', '--explain', 'stage1', '--json')
  expect(unknown).toMatchObject({ code: 1, stdout: '' })
  expect(unknown.stderr).toContain('stage1/0/reduce')
})
