// A template is looked at with other sizes and parameters before it is opened.
import { describe, expect, it } from 'vitest'
import { adapt, settingsOf, untouched } from '../../../renderer/gallery/adapted.ts'
import { errorsOf } from '../../../shared/graph/network.ts'
import { byHeading } from '../../../templates/families.ts'
import { findTemplate, templates } from '../../../templates/index.ts'
import { smallestSide } from '../../../templates/smallest-input.ts'

function template(name: string) {
  const found = findTemplate(name)
  if (!found) throw new Error(`no template ${name}`)
  return found
}

describe('the gallery', () => {
  it('has every template under one heading', () => {
    const shown = byHeading(templates).flatMap(group => group.templates.map(({ name }) => name))
    expect(shown.toSorted()).toEqual(templates.map(({ name }) => name).toSorted())
  })

  it('knows how small GoogLeNet’s picture may be', () => {
    // By hand: 1 with a global mean, 65 where the heads’ 5×5 pools fit, 193 where the last 7×7 pool does.
    expect(smallestSide(template('googlenet').document)).toBe(1)
    expect(smallestSide(template('googlenet-auxiliary').document)).toBe(65)
    const last = adapt(template('googlenet'), { set: { globalPooling: 'false' } })
    expect(smallestSide(last.document)).toBe(193)
  })

  it('shows sizes, parameters and problems of what is typed', () => {
    const asIs = adapt(template('vgg-11'), untouched)
    expect(asIs.network.totals.parameters).toBe(132_863_336)
    const small = adapt(template('vgg-11'), { input: '224x224x1', set: { classes: '10' } })
    expect(small.network.totals.parameters).toBe(128_806_154)
    const heads = adapt(template('googlenet-auxiliary'), { input: '64×64×3', set: {} })
    expect(errorsOf(heads.network).map(({ code }) => code)).toContain('window-too-large')
    expect(adapt(template('googlenet'), { input: 'large', set: {} }).refusal).toContain(
      'no list of sizes',
    )
  })

  it('offers words where the template has them, and the classes first', () => {
    const settings = settingsOf(template('alexnet'))
    expect(settings.map(({ name }) => name)).toEqual([
      'classes',
      'order',
      'towers',
      'hidden',
      'dropRate',
    ])
    expect(settings[1]).toMatchObject({ value: 'paper', words: ['paper', 'pool-first'] })
  })
})
