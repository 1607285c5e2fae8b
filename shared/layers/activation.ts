import { activate, activationFormulas, activations } from './activations.ts'
import { defineLayer } from './define.ts'
import { choice } from './parameters.ts'
import { activationCall } from './tfjs.ts'
import { form, mixesChannels, torchActivation } from './torch.ts'

export const activation = defineLayer({
  type: 'activation',
  label: 'Activation',
  group: 'activation',
  help: 'Applies one function to every number: relu is max(0, x) (Nair and Hinton, 2010), sigmoid 1 ÷ (1 + exp(−x)); softmax turns the channels of a position into probabilities.',
  inputs: 'one',
  params: {
    activation: choice('Activation', activations, 'relu', { required: true }),
  },
  starts: { activation: 'relu' },
  shape: (_, [x]) => x,
  rectifies: p => p.activation === 'relu',
  summary: p => p.activation,
  explain: p => [
    { quantity: 'Formula', formula: activationFormulas[p.activation], result: p.activation },
  ],
  lower: (g, p, [x]) => activate(g, x, p.activation),
  tfjs: (p, args) => activationCall(p.activation, args.activation ?? p.activation),
  pytorch: (p, w, { output, layout }) => {
    const isCode = typeof w.activation === 'object'
    const kind = isCode || mixesChannels(p.activation) ? layout : 'any'
    return form(kind, ...torchActivation(p.activation, w.activation, output.length, layout))
  },
})
