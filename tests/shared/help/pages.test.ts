import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { diagnostics } from '../../../shared/help/diagnostics.ts'
import { layerPage, problemPages, toMarkdown } from '../../../shared/help/pages.ts'
import { allLayers } from '../../../shared/layers/index.ts'

const shared = new URL('../../../shared/', import.meta.url)

/** Codes as the sources write them where they make a problem. */
function codesInSources(): ReadonlySet<string> {
  const folders = ['graph', 'graph/lint', 'layers', 'document', 'formula']
  const texts = folders.flatMap(folder =>
    readdirSync(new URL(`${folder}/`, shared))
      .filter(name => name.endsWith('.ts'))
      .map(name => readFileSync(new URL(`${folder}/${name}`, shared), 'utf8')),
  )
  const patterns = [
    /new LayerError\(\s*'([a-z-]+)'/g,
    /\bcode: '([a-z-]+)',\s*severity:/g,
    /\b(?:problem|general)\(\s*'(?:error|warning|hint)',\s*'([a-z-]+)'/g,
    /\bat\(\s*[\w.]+,\s*[\w.]+,\s*'([a-z-]+)'/g,
    /new ExpressionError\(\s*'([a-z-]+)'/g,
  ]
  return new Set(
    texts.flatMap(text =>
      patterns.flatMap(pattern => [...text.matchAll(pattern)].map(match => match[1] ?? '')),
    ),
  )
}

describe('Help', () => {
  it('has a page for every problem that the sources can raise', () => {
    const codes = codesInSources()
    expect(codes.size).toBeGreaterThan(100)
    expect([...codes].filter(code => !Object.hasOwn(diagnostics, code)).sort()).toEqual([])
  })

  it('names at least forty problems, each with a reason', () => {
    expect(problemPages.length).toBeGreaterThan(40)
    for (const { title, text } of problemPages) {
      expect(title).toMatch(/^[A-Z].+[^.]$/)
      expect(text).toMatch(/^.{40,}\.$/s)
    }
  })

  it('has a page for every layer, with its arguments and defaults', () => {
    const page = layerPage(allLayers.find(layer => layer.type === 'conv2d') as never)
    expect(page.text).toContain('LeCun et al., 1989')
    expect(page.table?.rows.find(([name]) => name === 'strides')?.[1]).toBe('1')
    expect(page.table?.rows.find(([name]) => name === 'kernelSize')?.[1]).toBe('must be given')
  })

  it('is written out for reading elsewhere', async () => {
    await expect(
      toMarkdown(
        'Layers',
        'Every layer with its arguments, made from the declarations.',
        allLayers.map(layerPage),
      ),
    ).toMatchFileSnapshot('../../../docs/layers.md')
    await expect(
      toMarkdown(
        'Problems',
        'What the program finds in a drawing, and why it matters.',
        problemPages,
      ),
    ).toMatchFileSnapshot('../../../docs/problems.md')
  })
})
