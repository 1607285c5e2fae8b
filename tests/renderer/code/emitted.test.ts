import { describe, expect, it } from 'vitest'
import { codeOf } from '../../../renderer/code/emitted.ts'
import { setParam } from '../../../shared/document/edits.ts'
import { findTemplate } from '../../../templates/index.ts'

function documentOf(name: string) {
  const template = findTemplate(name)
  if (!template) throw new Error(`There is no template ${name}.`)
  return template.document
}

describe('the code of a drawing', () => {
  it('shows the shape of a layer once, at the end of its statement', () => {
    const { lines } = codeOf(documentOf('lenet'), null)
    const shapes = lines.flatMap(({ node, shape }) => (shape ? [[node?.id, shape]] : []))
    expect(shapes).toContainEqual(['conv2', '10×10×16'])
    expect(shapes.filter(([id]) => id === 'conv2')).toHaveLength(1)
  })

  it('colours the name of each layer call in its family', () => {
    const { lines } = codeOf(documentOf('lenet'), null)
    const line = lines.find(({ node, call }) => node?.id === 'conv2' && call)
    expect(line?.text.slice(line.call?.from, line.call?.to)).toBe('conv2d')
    expect(line?.call?.family).toBe('conv')
  })

  it('of a block shows what leaves its last repetition, and colours calls of the block', () => {
    const { lines } = codeOf(documentOf('resnet-20'), null)
    const uses = lines.filter(({ node, shape }) => node?.block === null && shape)
    expect(uses.some(({ shape }) => shape === '8×8×64')).toBe(true)
    expect(lines.some(({ call }) => call?.family === 'block')).toBe(true)
  })

  it('is Keras or PyTorch where that is asked for, with the layer calls in their families', () => {
    const keras = codeOf(documentOf('lenet'), null, 'keras')
    expect(keras.lines.some(({ text }) => text.startsWith('def create_model('))).toBe(true)
    const torch = codeOf(documentOf('resnet-20'), null, 'pytorch')
    expect(torch.lines.some(({ text }) => text === 'class BasicBlock(nn.Module):')).toBe(true)
    const line = torch.lines.find(({ node, call }) => node?.id === 'conv2' && call)
    expect(line?.text).toContain('nn.Conv2d(filters, filters, 3, padding=1, bias=False)')
    expect(line?.call?.family).toBe('conv')
  })

  it('stays with the last good code while there is a mistake, and says which', () => {
    const good = codeOf(documentOf('lenet'), null)
    const broken = setParam(documentOf('lenet'), 'conv2', 'kernelSize', 17)
    const stale = codeOf(broken, good)
    expect(stale.lines).toBe(good.lines)
    expect(stale.stale).toContain('17×17')
  })
})
