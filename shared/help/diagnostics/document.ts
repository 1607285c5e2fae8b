// What is written in the file: arguments, expressions, blocks and repeats.
import type { Diagnostic } from './diagnostic.ts'

export const document: Readonly<Record<string, Diagnostic>> = {
  parameter: {
    title: 'An argument that does not fit',
    page: 'The value is of another kind or outside the range that the layer takes; the sentence says what it must be. Expressions begin with “=” and may use the parameters of the block and of the document.',
  },
  'unknown-parameter': {
    title: 'An argument that the layer does not have',
    page: 'It is kept in the file and has no effect. Often it is a slip of the pen; the sentence lists the names that the layer has.',
  },
  'unknown-type': {
    title: 'A layer type that is not known here',
    page: 'The file may come from a newer program. The layer is kept as it is and drawn grey, and nothing behind it has a shape.',
  },
  'unknown-key': {
    title: 'A key that is not known here',
    page: 'It is kept and written back, so that a newer program finds it again, and has no effect here.',
  },
  'newer-version': {
    title: 'A file of a newer program',
    page: 'It is opened for reading only: saving could lose what this program does not know.',
  },
  'unknown-block': {
    title: 'A block that does not exist',
    page: 'The node uses a block by a name under which nothing is drawn. Choose one of the document’s blocks.',
  },
  'block-contains-itself': {
    title: 'A block inside itself',
    page: 'Unfolding it would never end. A repeated structure is a block with a repeat.',
  },
  'blocks-too-deep': {
    title: 'Blocks inside blocks without end',
    page: 'Each level of blocks is a level of folders in the names of the weights. Dissolve a few blocks that stand alone in another one.',
  },
  repeat: {
    title: 'A repeat that cannot be carried out',
    page: 'A block in a row needs a whole number of at least 0, and as many outputs as inputs, because each repetition feeds the next.',
  },
  'repeat-ports': {
    title: 'A repeat of a block whose ends do not match',
    page: 'Each repetition feeds the next one, so a repeated block needs as many outputs as inputs. Used once, it may have any number of both.',
  },
  'absent-ports': {
    title: 'A block that cannot be left out',
    page: 'Where “when” is 0 the inputs of a block pass through in its place, which needs as many outputs as inputs.',
  },
  'repeat-on-layer': {
    title: 'A repeat on a single layer',
    page: 'Only blocks are repeated. Group the layer into a block first.',
  },
  'too-many-nodes': {
    title: 'More nodes than can be unfolded',
    page: 'Repeats within repeats multiply. The limit of 20,000 nodes keeps a slip of the pen from taking all memory.',
  },
  'expression-syntax': {
    title: 'An expression that cannot be read',
    page: 'Expressions know numbers, parameters, + − * /, comparisons, and, or, not, floor, ceil, round, min and max.',
  },
  'expression-too-long': {
    title: 'An expression that is too long',
    page: 'At most 200 characters are read. Give a part of it a name as a parameter, and use that name.',
  },
  'expression-too-deep': {
    title: 'An expression that is nested too deeply',
    page: 'Parentheses within parentheses, or parameters that stand for one another, go more than 20 levels deep. Give a part of it a name of its own.',
  },
  'not-a-number': {
    title: 'An expression that computes with a word',
    page: 'Only numbers can be added and compared; true and false count as 1 and 0. A word may stand for a whole value, as in “=act”.',
  },
  'not-finite': {
    title: 'An expression without a finite value',
    page: 'It divides by zero or grows beyond the largest number. A condition before it helps: the right side of “and” is only computed where the left side holds.',
  },
  'parameter-cycle': {
    title: 'Parameters that depend on each other',
    page: 'Each would need the other one’s value first. Give one of them a number.',
  },
  condition: {
    title: 'A condition that is neither true nor false',
    page: '“when” says whether a layer is there: 0 or false leaves it out, any other number keeps it. A comparison such as “=index == 0” gives 1 or 0.',
  },
  'condition-on-port': {
    title: 'A condition on a port of a block',
    page: 'The ports of a block are there wherever it is used, so “when” has no effect on them. Put it on the layers behind.',
  },
  'unknown-name': {
    title: 'An expression with an unknown name',
    page: 'A name means a parameter of the block, then one of the document; index counts the repetitions of a block from 0.',
  },
  'unused-parameter': {
    title: 'A parameter that nothing uses',
    page: 'Changing it changes nothing. Use it in an expression, or remove it.',
  },
  'unused-block': {
    title: 'A block that nothing uses',
    page: 'It takes no part in the network. Place it from the palette, or remove it.',
  },
  'shared-weights': {
    title: 'Shared weights of different shapes',
    page: 'Layers with the same name of shared weights use the same numbers, so they must need the same shapes: the same type, arguments and input channels.',
  },
  'idle-silence': {
    title: 'A silence without a cause',
    page: 'The drawing silences a problem that is not there any more. Removing the line keeps a later, real one from being hidden.',
  },
}
