// What joins several values in PyTorch. Values with fewer axes get ones for the positions that they lack.
import type { Layout, TorchForm, TorchPlace } from '../emit/torch-call.ts'
import { axisOf } from './axis.ts'
import { form, torchAxis } from './torch.ts'

type Shapes = TorchPlace['inputs']

/** `x[:, :, None, None]` for a list of channels beside pictures. */
export function alignedTexts(
  texts: readonly string[],
  shapes: Shapes,
  layout: Layout,
): readonly string[] {
  const rank = Math.max(...shapes.map(shape => shape.length))
  return texts.map((text, at) => {
    const missing = rank - (shapes[at]?.length ?? rank)
    if (missing === 0) return text
    const ones = Array<string>(missing).fill('None').join(', ')
    return layout === 'first' ? `${text}[:, :, ${ones}]` : `${text}[:, ${ones}]`
  })
}

/** One operation over all inputs, from the first to the last. */
export function torchMerge(write: (texts: readonly string[]) => string) {
  return (_: object, __: object, { inputs, layout }: TorchPlace): TorchForm =>
    form(layout, { kind: 'code', write: texts => write(alignedTexts(texts, inputs, layout)) })
}

export function torchConcatenate(
  p: { readonly axis: number },
  _: object,
  { output, layout }: TorchPlace,
): TorchForm {
  const dim = torchAxis(axisOf(p.axis, output), output.length, layout)
  return form(layout, {
    kind: 'code',
    write: texts => `torch.cat([${texts.join(', ')}], dim=${dim})`,
  })
}
