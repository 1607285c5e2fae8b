import { describe, expect, it } from 'vitest'
import { weightsText } from '../../../renderer/state/use-runs-of-drawing.ts'
import { moveNodes, setParam, setTraining } from '../../../shared/document/edits.ts'
import { parseDocument } from '../../../shared/document/parse.ts'
import { printDocument } from '../../../shared/document/print.ts'
import { template } from '../drawings.ts'

const lenet = template('lenet')

describe('whether a run trained this very network', () => {
  it('does not depend on where the cards stand or how the next run is set', () => {
    const moved = moveNodes(lenet, { conv1: { x: 400, y: 8 } })
    expect(weightsText(moved)).toBe(weightsText(lenet))
    expect(weightsText(setTraining(lenet, { epochs: 99 }))).toBe(weightsText(lenet))
  })

  it('survives the way through a file', () => {
    for (const document of [lenet, template('resnet-20')]) {
      const { document: read } = parseDocument(printDocument(document))
      expect(weightsText(read)).toBe(weightsText(document))
    }
  })

  it('depends on every argument of a layer, also inside a block', () => {
    expect(weightsText(setParam(lenet, 'conv1', 'filters', 7))).not.toBe(weightsText(lenet))
    const resnet = template('resnet-20')
    const [name] = Object.keys(resnet.blocks ?? {})
    const inside = resnet.blocks?.[name ?? '']?.nodes.find(node => node.type === 'conv2d')
    const changed = setParam(resnet, inside?.id ?? '', 'kernelSize', 5, name)
    expect(changed).not.toBe(resnet)
    expect(weightsText(changed)).not.toBe(weightsText(resnet))
  })
})
