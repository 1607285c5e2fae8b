import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { analyse } from '../../shared/graph/analyse.ts'
import { allTemplates, findTemplate, templates } from '../../templates/index.ts'
import { instantiate } from '../../templates/instantiate.ts'

const networkOf = (name: string) => analyse(instantiate(name))

describe('the templates', () => {
  it.each(allTemplates.map(template => template.name))('%s has no errors and no warnings', name => {
    const problems = networkOf(name).problems.filter(problem => problem.severity !== 'hint')
    expect(problems.map(problem => problem.message)).toEqual([])
  })

  it('have the shapes that the course names', () => {
    const shapes = (name: string) =>
      networkOf(name).layers.map(layer => layer.outputShapes?.[0]?.join('×'))
    expect(shapes('cnn-32')).toEqual([
      '32×32×3',
      '32×32×32',
      '16×16×32',
      '16×16×64',
      '8×8×64',
      '4096',
      '128',
      '10',
    ])
    expect(shapes('lenet-5')).toEqual([
      '32×32×1',
      '28×28×6',
      '14×14×6',
      '10×10×16',
      '5×5×16',
      '1×1×120',
      '120',
      '84',
      '10',
    ])
    expect(shapes('parameter-exercise').slice(1, 5)).toEqual([
      '112×112×64',
      '56×56×64',
      '56×56×128',
      '28×28×128',
    ])
  })

  it('are listed in one place: no file in the folder is missing', () => {
    const others = [
      'blocks.ts',
      'families.ts',
      'index.ts',
      'input-sizes.ts',
      'instantiate.ts',
      'parameter-counts.ts',
      'smallest-input.ts',
      'template.ts',
    ]
    const files = readdirSync(new URL('../../templates', import.meta.url)).filter(
      file => file.endsWith('.ts') && !others.includes(file),
    )
    expect(files.length).toBe(templates.length)
    expect(new Set(allTemplates.map(template => template.name)).size).toBe(allTemplates.length)
  })

  it('are found by name, variants too', () => {
    expect(findTemplate('resnet-56')?.document.name).toBe('ResNet-56')
    expect(findTemplate('resnet')).toBeUndefined()
  })

  it('have a title of their own as the document’s name, a paper, a year and a paragraph', () => {
    expect(new Set(allTemplates.map(({ document }) => document.name)).size).toBe(
      allTemplates.length,
    )
    for (const { title, document, paper, year, idea } of allTemplates) {
      expect(document.name).toBe(title)
      expect(paper.length).toBeGreaterThan(10)
      expect(year).toBeGreaterThan(1900)
      expect(idea.length).toBeGreaterThan(100)
    }
  })

  it('fit a screen: no drawing and no block of one has more than 30 nodes', () => {
    for (const { name, document } of templates) {
      const bodies = [document, ...Object.values(document.blocks ?? {})]
      const longest = Math.max(...bodies.map(body => body.nodes.length))
      expect(longest, name).toBeLessThanOrEqual(30)
    }
  })
})
