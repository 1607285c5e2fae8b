// npm run bench: the same two networks trained by us and by others, in turn, on the same two cores.
import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { shareOfLoop, timeAnalysis, timeStart } from './beside.ts'
import { contenders } from './contender.ts'
import { type MeasuredMemory, measureMemory, memoryCases } from './memory.ts'
import { timePaint } from './paint.ts'
import { printReport, type Report, type TaskReport, toJson } from './report.ts'
import { compare, type Plan } from './rounds.ts'
import { type Extent, prepareTasks, type Task } from './tasks.ts'
import { testPython } from './test-python.ts'
import { findTorch } from './torch.ts'

const usage = `npm run bench -- [--quick] [--json] [--torch] [--rounds N] [--task lenet|resnet-20] [--only ID,…]
  --quick   one short round, for a look
  --json    one JSON value on standard output
  --torch   install PyTorch into the cache where it is missing
  --only    these contenders, such as layerloom-float32,keras,torch
`

// Epochs of seconds, so that what happens once an epoch weighs what it weighs in life.
const whole: Extent = {
  lenet: { steps: 120, fewSteps: 12 },
  resnet20: { steps: 40, fewSteps: 3 },
}
const quick: Extent = {
  lenet: { steps: 60, fewSteps: 6 },
  resnet20: { steps: 8, fewSteps: 2 },
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      torch: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      task: { type: 'string' },
      only: { type: 'string' },
    },
  })
  if (values.help) return void process.stdout.write(usage)
  const tell = (text: string) => void process.stderr.write(`  ${text}\n`)
  const [load = 0] = loadavg()
  if (load > 0.5) tell(`Something else is running (load ${load.toFixed(1)}): look at ratios only.`)
  const tensorflow = testPython()
  const torch = await findTorch(tensorflow, values.torch, tell)
  if (torch === undefined) tell('PyTorch is not there; --torch installs it.')
  const chosen = values.only?.split(',')
  const all = contenders({ tensorflow, torch }).filter(({ id }) => chosen?.includes(id) ?? true)
  const rounds = values.rounds === undefined ? (values.quick ? 1 : 5) : Number(values.rounds)
  const plan: Plan = { rounds, epochs: values.quick ? 1 : 2, tell }

  const folder = await mkdtemp(join(tmpdir(), 'layerloom-bench-'))
  removeWhenStopped(folder)
  try {
    const prepared = await prepareTasks(folder, values.quick ? quick : whole)
    const tasks: TaskReport[] = []
    for (const task of prepared.filter(({ name }) => (values.task ?? name) === name)) {
      tasks.push(await measure(task, all, plan))
    }
    const analysis = chosen === undefined ? await timeAnalysis(tensorflow) : null
    const memory = chosen === undefined ? await measureAll(values.quick, tell) : null
    const paint = chosen === undefined ? await timePaint() : null
    const report: Report = { machine: machine(), load, tasks, analysis, memory, paint }
    process.stdout.write(values.json ? `${JSON.stringify(toJson(report))}\n` : printReport(report))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The data is some hundred megabytes; a process that is running gets the same Ctrl-C. */
function removeWhenStopped(folder: string): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    process.once(signal, () => {
      rmSync(folder, { recursive: true, force: true })
      process.exit(code)
    })
}

async function measure(
  task: Task,
  all: ReturnType<typeof contenders>,
  plan: Plan,
): Promise<TaskReport> {
  const measurements = await compare(task, all, plan)
  const start = await timeStart(task, Math.min(plan.rounds, 3))
  return { task, measurements, start, share: await shareOfLoop(task, plan.epochs + 1) }
}

async function measureAll(
  few: boolean,
  tell: (text: string) => void,
): Promise<readonly MeasuredMemory[] | null> {
  if (process.platform !== 'linux') return null
  const measured: MeasuredMemory[] = []
  for (const each of few ? memoryCases.slice(0, 3) : memoryCases) {
    tell(`Memory of ${each.template}, batch ${each.batchSize}`)
    measured.push(await measureMemory(each))
  }
  return measured
}

function machine(): string {
  const all = cpus()
  return `${all[0]?.model.trim() ?? 'Unknown processor'}, two of ${all.length} cores`
}

await main()
