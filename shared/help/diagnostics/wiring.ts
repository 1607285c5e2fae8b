// Wires, ports and what a network must have at all.
import type { Diagnostic } from './diagnostic.ts'

export const wiring: Readonly<Record<string, Diagnostic>> = {
  'input-missing': {
    title: 'An input is not connected',
    page: 'The layer reads something that no wire brings. A layer with named inputs takes one wire at each of them; draw the missing one from the output that it should read.',
  },
  'input-taken': {
    title: 'One wire too many',
    page: 'Only merging layers (add, concatenate and their kin) read several wires. Put one of them before the layer, or remove a wire.',
  },
  'input-unreached': {
    title: 'An input that never arrives',
    page: 'One of the wires comes from a part of the drawing that no input layer feeds, so the layer would wait for ever. Connect that part, or remove the wire.',
  },
  'takes-no-input': {
    title: 'An input layer that is fed',
    page: 'An input layer is where data enters. If the value should come from another layer, remove the input layer; if it should come from outside, remove the wire.',
  },
  'unknown-handle': {
    title: 'A wire to a port that is not there',
    page: 'The file names a port that the layer does not have, often after an edit by hand or of a block. Draw the wire anew.',
  },
  'output-missing': {
    title: 'A wire from an output that is not there',
    page: 'The layer has fewer outputs than the wire assumes, for instance because a split now makes fewer parts. Draw the wire from another output, or change the layer.',
  },
  'dangling-edge': {
    title: 'A wire without an end',
    page: 'The file has a wire whose source or target does not exist. A file with such a wire is not opened: the message says where it stands, and which id is the nearest.',
  },
  'port-direction': {
    title: 'A wire against the direction of a port',
    page: 'A block’s input gives values to the inside and its output takes them; a wire the other way round cannot carry anything.',
  },
  'port-outside-block': {
    title: 'A block’s port outside of a block',
    page: 'blockInput and blockOutput are the ports of a block’s own drawing. In the main drawing use an input layer, or group the layers into a block.',
  },
  'output-unfed': {
    title: 'A block’s output that nothing feeds',
    page: 'Whoever uses the block would get nothing there. Connect the output inside the block, or remove it.',
  },
  cycle: {
    title: 'Wires that run in a circle',
    page: 'A layer cannot wait for its own result: networks here are computed in one pass from the inputs to the outputs. Recurrence over time is inside the recurrent layers. Remove one wire of the circle.',
  },
  unreached: {
    title: 'A layer that takes no part',
    page: 'No input of the network reaches it, so it is neither trained nor exported. Draw a wire to it or remove it.',
  },
  empty: {
    title: 'An empty drawing',
    page: 'Begin with an input layer that says the shape of one example, or with a template of the gallery.',
  },
  'no-input-layer': {
    title: 'No input layer',
    page: 'Every network begins at an input layer: its shape is where all other shapes follow from.',
  },
  'no-layers': {
    title: 'A network that ends at its input',
    page: 'There is nothing between the data and the answer yet. Put a layer behind the input.',
  },
}
