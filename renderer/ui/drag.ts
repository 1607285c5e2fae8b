/** The kind of data that a drag from the palette carries: a node to be, as JSON. */
export const nodeDragType = 'application/x-layerloom-node'
