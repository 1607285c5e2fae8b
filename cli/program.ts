// The commands with their arguments (DESIGN 6). What a command does is loaded when it is called, so that
// `check` starts without the trainer's code and nothing here ever loads TensorFlow.
import { readFileSync } from 'node:fs'
import { Command, InvalidArgumentError, Option } from 'commander'
import { optimizerKinds, precisions } from '../shared/document/types.ts'
import { sortKeys } from './commands/sort-keys.ts'

export function createProgram(): Command {
  const program = new Command('layerloom')
    .description('Draw a neural network, train it, take the code home.')
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .addHelpText('after', dataHelp)
  addDocumentCommands(program)
  addRunCommands(program)
  addRewriteCommand(program)
  addExchangeCommands(program)
  for (const command of program.commands) command.copyInheritedSettings(program)
  return program
}

const dataHelp = `
FILE is a network file or the name of a template. Data is written KIND:PATH?OPTION=VALUE:
  glyphs               rendered digits, 28×28, made by the program
  idx:FOLDER           MNIST and Fashion-MNIST files, plain or .gz
  npz:FILE             x_train, y_train, x_test, y_test
                       for several inputs or outputs: an array for each, named after it (left_train)
  options              validation=SHARE, seed=N, and for glyphs count=N

layerloom train lenet --data glyphs --epochs 5 --out runs/first`

function addDocumentCommands(program: Command): void {
  program
    .command('templates')
    .description('list the built-in networks')
    .option('--json', 'print JSON')
    .action(async options => (await import('./commands/templates.ts')).templatesCommand(options))
  program
    .command('new')
    .description('write a network file from a template')
    .argument('<template>', 'a name that `templates` lists')
    .option('-o, --output <file>', 'the file to write, standard output without it')
    .option('--input <size>', 'input size, such as 32x32x3')
    .option('--classes <n>', 'number of classes', wholeNumber)
    .option('--set <parameter=value>', 'set a parameter, repeatable', assignment, {})
    .option('--force', 'replace the file')
    .action(async (template, options) =>
      (await import('./commands/new.ts')).newCommand(template, options),
    )
  program
    .command('check')
    .description('list what is wrong with a network')
    .argument('<file>', 'network file or template')
    .option('--json', 'print JSON')
    .action(async (file, options) =>
      (await import('./commands/check.ts')).checkCommand(file, options),
    )
  program
    .command('summary')
    .description('print layers, shapes, parameters and cost')
    .argument('<file>', 'network file or template')
    .addOption(new Option('--sort <cost>', 'the most expensive first').choices(sortKeys))
    .option('--fold', 'a row for each block of the drawing')
    .option('--depth <n>', 'a row for each block of this depth', wholeNumber)
    .option('--explain <node>', 'the arithmetic of one layer, with its rules')
    .option('--batch-size <n>', 'examples per step, the file’s own without it', wholeNumber)
    .addOption(new Option('--optimizer <kind>', 'optimizer').choices(optimizerKinds))
    .addOption(new Option('--precision <type>', 'arithmetic').choices(precisions))
    .addOption(new Option('--csv', 'print comma-separated values').conflicts('json'))
    .option('--json', 'print JSON')
    .action(async (file, options) =>
      (await import('./commands/summary.ts')).summaryCommand(file, options),
    )
}

function addRunCommands(program: Command): void {
  program
    .command('train')
    .description('train a network')
    .argument('<file>', 'network file or template')
    .option('--data <spec>', 'data to train on, the file’s own without it')
    .requiredOption('--out <run>', 'folder for document, settings, log and checkpoints')
    .option('--epochs <n>', 'passes over the training data', wholeNumber)
    .option('--batch-size <n>', 'examples per step', wholeNumber)
    .addOption(new Option('--optimizer <kind>', 'optimizer').choices(optimizerKinds))
    .option('--lr <rate>', 'learning rate', positiveNumber)
    .option('--seed <n>', 'seed of weights, order and dropout', seedNumber)
    .addOption(new Option('--precision <type>', 'arithmetic').choices(precisions))
    .option('--label-smoothing <share>', 'share of each answer spread over all', shareBelowOne)
    .option('--threads <n>', 'threads of TensorFlow', wholeNumber)
    .option('--resume', 'continue the run in the folder')
    .option('--force', 'replace a run; with --resume, accept changed data')
    .option('--json', 'print one JSON event per line')
    .action(async (file, options) =>
      (await import('./commands/train.ts')).trainCommand(file, options),
    )
  program
    .command('evaluate')
    .description('measure a run on data')
    .argument('<run>', 'run folder')
    .requiredOption('--data <spec>', 'data to measure on')
    .addOption(
      new Option('--part <part>', 'part of the data, else test where there is one').choices([
        'training',
        'validation',
        'test',
      ]),
    )
    .option('--json', 'print JSON')
    .action(async (run, options) =>
      (await import('./commands/evaluate.ts')).evaluateCommand(run, options),
    )
  program
    .command('predict')
    .description('compute a run’s outputs')
    .argument('<run>', 'run folder')
    .requiredOption('--input <file>', '.npy, .npz, .json, or a PNG or JPEG picture')
    .option('--json', 'print JSON')
    .action(async (run, options) =>
      (await import('./commands/predict.ts')).predictCommand(run, options),
    )
}

function addRewriteCommand(program: Command): void {
  program
    .command('rewrite')
    .description('write a layer of a run in another way and keep what was learnt')
    .argument('<run>', 'run folder')
    .requiredOption('--node <node>', 'path id of the layer')
    .addOption(
      new Option('--rule <rule>', 'what to do').choices(rewriteRules).makeOptionMandatory(),
    )
    .requiredOption('--out <run>', 'folder of the new run')
    .option('--force', 'replace what is there')
    .option('--json', 'print JSON')
    .action(async (run, options) =>
      (await import('./commands/rewrite.ts')).rewriteCommand(run, options),
    )
}

const rewriteRules = [
  'dense-to-convolution',
  'convolution-to-dense',
  'fold-normalization',
  'split-activation',
  'join-activation',
  'split-kernel',
] as const

const exportTargets = ['typescript', 'keras', 'pytorch', 'savedmodel'] as const
// Taken, so that the answer is that they are not there yet and not that there is no such thing.
const laterTargets = ['onnx', 'tfjs'] as const

function addExchangeCommands(program: Command): void {
  program
    .command('export')
    .description('write a network as code or as a model')
    .argument('<source>', 'network file, template or run folder')
    .addOption(exportTarget())
    .requiredOption('-o, --output <path>', 'folder to write')
    .option('--force', 'replace what is there')
    .action(async (source, options) =>
      (await import('./commands/export.ts')).exportCommand(source, options),
    )
  program
    .command('import')
    .description('read a network from Keras, tfjs or ONNX (not yet in this version)')
    .argument('<path>', 'file or folder of another program')
    .requiredOption('-o, --output <file>', 'network file to write')
    .option('--run <run>', 'folder for the weights')
    .action(async path => (await import('./commands/import.ts')).importCommand(path))
  program
    .command('serve')
    .description('serve the interface to a browser')
    .option('--port <n>', 'port, a free one without it', portNumber)
    .option('--host <host>', 'address to listen on, this machine only without it')
    .option('--allow-remote', 'let other machines in, with the token')
    .option('--name <host...>', 'more names by which the page may be opened')
    .option('--folder <folder>', 'where documents and runs are kept')
    .option('--open', 'open the default browser')
    .option('--json', 'print the address as JSON')
    .action(async options => (await import('./commands/serve.ts')).serveCommand(options))
}

/** Not by `choices`: its list in the help cannot set apart what is not there yet. */
function exportTarget(): Option {
  const known: readonly string[] = [...exportTargets, ...laterTargets]
  return new Option(
    '--to <target>',
    `${exportTargets.join(' or ')}; not yet: ${laterTargets.join(', ')}`,
  )
    .argParser(text => {
      if (known.includes(text)) return text
      throw new InvalidArgumentError(`Allowed choices are ${known.join(', ')}.`)
    })
    .makeOptionMandatory()
}

function version(): string {
  const file = new URL('../package.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

function wholeNumber(text: string): number {
  return checked(
    text,
    value => Number.isSafeInteger(value) && value >= 1,
    'a whole number, 1 or more',
  )
}

function seedNumber(text: string): number {
  return checked(
    text,
    value => Number.isSafeInteger(value) && value >= 0,
    'a whole number, 0 or more',
  )
}

function portNumber(text: string): number {
  return checked(
    text,
    value => Number.isInteger(value) && value >= 0 && value < 65536,
    'a port, 0 to 65535',
  )
}

function positiveNumber(text: string): number {
  return checked(text, value => Number.isFinite(value) && value > 0, 'a number greater than 0')
}

function shareBelowOne(text: string): number {
  return checked(text, value => value >= 0 && value < 1, 'at least 0 and less than 1')
}

function checked(text: string, isRight: (value: number) => boolean, rule: string): number {
  const value = /^[-+]?[\d.]+(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
  if (isRight(value)) return value
  throw new InvalidArgumentError(`It must be ${rule}.`)
}

function assignment(text: string, before: Record<string, string>): Record<string, string> {
  const equals = text.indexOf('=')
  if (equals < 1) throw new InvalidArgumentError('Write PARAMETER=VALUE, such as classes=100.')
  return { ...before, [text.slice(0, equals)]: text.slice(equals + 1) }
}
