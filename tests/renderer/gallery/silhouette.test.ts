import { describe, expect, it } from 'vitest'
import { silhouetteOf } from '../../../renderer/gallery/silhouette.ts'
import { findTemplate, templates } from '../../../templates/index.ts'

function outlineOf(name: string) {
  const template = findTemplate(name)
  if (!template) throw new Error(`There is no template ${name}.`)
  return silhouetteOf(template.document)
}

describe('the outline of a network', () => {
  it('has a bar for each layer that makes something, in order', () => {
    const families = outlineOf('lenet').bars.map(bar => bar.family)
    expect(families).toEqual(['io', 'conv', 'pool', 'conv', 'pool', 'dense', 'dense', 'dense'])
  })

  it('is lower where the picture is smaller and wider where there are more channels', () => {
    const [image, conv1, pool1, conv2] = outlineOf('lenet').bars
    expect(conv1?.height).toBe(image?.height)
    expect(pool1?.height).toBeLessThan(conv1?.height ?? 0)
    expect(conv2?.width).toBeGreaterThan(conv1?.width ?? 0)
  })

  it('draws one arc for each block with a skip: nine in ResNet-20', () => {
    const { arcs, bars } = outlineOf('resnet-20')
    expect(arcs).toHaveLength(9)
    expect(bars.filter(bar => bar.family === 'conv').length).toBe(21)
    for (const arc of arcs) expect(arc.to).toBeGreaterThan(arc.from)
  })

  it('is finite for every template', () => {
    for (const { document } of templates) {
      const { width, height, bars } = silhouetteOf(document)
      expect(
        [width, height, ...bars.flatMap(bar => [bar.x, bar.width, bar.height])].every(
          Number.isFinite,
        ),
      ).toBe(true)
    }
  })
})
