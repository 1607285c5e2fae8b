// Layer by layer against the same networks of torchvision and Keras, built without weights.
import { describe, expect, it } from 'vitest'
import { analyse } from '../../shared/graph/analyse.ts'
import { instantiate } from '../../templates/instantiate.ts'
import { keras, linesOf, torchvision } from './peers.ts'

describe(`templates that torchvision ${torchvision.version} has too`, () => {
  it.each(Object.entries(torchvision.networks))(
    '%s has the same layers in the same order, with the same sizes and parameters',
    (name, { layers, trainable }) => {
      const network = analyse(instantiate(name))
      // ConvNeXt's mean keeps its 1×1 there until the normalization behind it.
      const flat = layers.map(line => line.replace('normalization 1×1×', 'normalization '))
      expect(linesOf(network.layers)).toEqual(flat)
      expect(network.totals.trainable).toBe(trainable)
    },
  )
})

describe(`templates that Keras ${keras.version} has too`, () => {
  // Keras lists the layers of branches by their depth, so the order says nothing.
  it.each(Object.entries(keras.networks))(
    '%s has the same layers, with the same sizes and parameters',
    (name, { layers, trainable }) => {
      const network = analyse(instantiate(name))
      expect([...linesOf(network.layers)].sort()).toEqual([...layers].sort())
      expect(network.totals.trainable).toBe(trainable)
    },
  )
})
