// What the exported PyTorch classes do in training, by numbers worked out by hand.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { runPythonJson } from '../../python.ts'
import { describeWithTorch, torchPython } from '../../torch-python.ts'

const classes = ['RandomFlip', 'RandomMove', 'RandomCrop', 'RandomColor', 'RandomErasing']
  .map(name => new URL(`../../../engine/export/pytorch/layers/${name}.py`, import.meta.url))
  .map(file => readFileSync(file, 'utf8'))
  .join('\n')

const program = `
import json
${classes}
torch.manual_seed(3)
seen = lambda layer, x: layer.train()(x)
square = torch.arange(25.0).reshape(1, 1, 5, 5).repeat(3, 2, 1, 1)
at = lambda rows, columns: torch.tensor([[5.0 * row + column for column in columns] for row in rows])
turned = torch.tensor([[5.0 * column + 4 - row for column in range(5)] for row in range(5)])
same = lambda made, wanted: bool((made - wanted).abs().max() < 1e-4)
colour = torch.tensor([0.8, 0.4, 0.2]).reshape(1, 3, 1, 1).repeat(400, 1, 1, 1)
hue = seen(RandomColor(0, 1, hue=(0.5, 0.5)), colour)[:, :, 0, 0]
right, left = torch.tensor([0.3, 0.8, 0.2]), torch.tensor([0.7, 0.2, 0.8])
to_right = ((hue - right).abs() < 1e-4).all(1)
to_left = ((hue - left).abs() < 1e-4).all(1)
many = square[:1, :1].repeat(900, 1, 1, 1)
flips = seen(RandomFlip(3), many)
mirrored = (flips == many.flip(3)).flatten(1).all(1)
crops = seen(RandomCrop(5, 5, padding=1), many)
whole = nn.functional.pad(many[:1], (1, 1, 1, 1))
windows = [whole[:, :, top : top + 5, left : left + 5] for top in range(3) for left in range(3)]
counts = [int((crops == window).flatten(1).all(1).sum()) for window in windows]
erased = seen(RandomErasing(-1, 30, (1, 1), (0.16, 0.16), -1), square)
moved = seen(RandomMove("translation", (0.2, 0.2), (-0.4, -0.4), mode="constant", fill=7.0), square)
shifted = torch.full((5, 5), 7.0)
shifted[1:, :3] = at(range(4), [2, 3, 4])
angles = seen(RandomMove("rotation", (0.1, 0.3), fill=0.0), torch.rand(50, 1, 6, 6))
print(json.dumps({
    "a quarter turn": same(seen(RandomMove("rotation", (0.25, 0.25)), square), turned),
    "a translation": same(moved, shifted),
    "a zoom": same(seen(RandomMove("zoom", (-0.5, -0.5), nearest=True), square), at([1, 2, 2, 3, 3], [1, 2, 2, 3, 3])),
    "nearest border": same(seen(RandomMove("translation", (0.4, 0.4), (0, 0), mode="nearest"), square), at([0, 0, 0, 1, 2], range(5))),
    "mirrored border": same(seen(RandomMove("translation", (0.4, 0.4), (0, 0)), square), at([1, 0, 0, 1, 2], range(5))),
    "repeated border": same(seen(RandomMove("translation", (0.4, 0.4), (0, 0), mode="wrap"), square), at([3, 4, 0, 1, 2], range(5))),
    "pictures apart": bool((angles[0] != angles[1]).any()),
    "half mirrored": bool(abs(int(mirrored.sum()) - 450) < 60 and (mirrored | (flips == many).flatten(1).all(1)).all()),
    "nine places": bool(sum(counts) == 900 and max(abs(count - 100) for count in counts) < 50),
    "brightness": same(seen(RandomColor(0, 1, brightness=(0.3, 0.3)), colour)[:, :, 0, 0], torch.tensor([1.0, 0.7, 0.5])),
    "contrast": same(seen(RandomColor(0, 30, contrast=(0.5, 0.5)), square), square / 2 + 6),
    "saturation": same(seen(RandomColor(0, 1, saturation=(0.25, 0.25)), colour)[:, :, 0, 0], torch.tensor([0.8, 2 / 3, 0.6])),
    "hue": bool((to_right | to_left).all() and abs(int(to_right.sum()) - 200) < 40),
    "erased": bool(((erased == -1).sum((1, 2, 3)) == 8).all() and (erased[erased != -1] == square[erased != -1]).all()),
    "nothing out of training": same(RandomMove("rotation", (0.25, 0.25)).eval()(square), square),
}))
`

describeWithTorch('Preprocessing as PyTorch in training', () => {
  it('is what the formulas say', async () => {
    const found = await runPythonJson(program, {
      input: null,
      timeoutSeconds: 120,
      ...(torchPython !== undefined && { interpreter: torchPython }),
    })
    const wrong = Object.entries(found as Record<string, boolean>).filter(([, holds]) => !holds)
    expect(wrong.map(([name]) => name)).toEqual([])
    expect(Object.keys(found as object).length).toBe(15)
  }, 150_000)
})
