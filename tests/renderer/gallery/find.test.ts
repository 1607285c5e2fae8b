import { expect, it } from 'vitest'
import { findTemplates, sizeMeant } from '../../../renderer/gallery/find.ts'
import { templates } from '../../../templates/index.ts'

const first = (query: string) => {
  const [template] = findTemplates(query)[0]?.templates ?? []
  return template && sizeMeant(template, query)
}

it('means the network of that name, in the size that was typed, before those that mention it', () => {
  expect(first('VGG-16')).toBe('vgg-16')
  expect(first('resnet-50')).toBe('resnet-50')
  expect(first('ResNet-110')).toBe('resnet-110')
  expect(first('u-net')).toBe('unet')
  expect(first('vit-b/16')).toBe('vit-base-16')
})

it('still finds by what is said of a network, its authors and its year', () => {
  const names = findTemplates('krizhevsky').flatMap(group =>
    group.templates.map(({ name }) => name),
  )
  expect(names).toContain('alexnet')
  expect(findTemplates('no such network')).toEqual([])
})

it('shows all by heading where nothing is searched for', () => {
  expect(findTemplates(' ').flatMap(group => group.templates)).toHaveLength(templates.length)
})
