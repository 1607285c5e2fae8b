// F6 walks the regions of the window; each remembers where the focus was.
const order = ['toolbar', 'palette', 'cost', 'canvas', 'dock', 'inspector', 'code', 'status']
const remembered = new WeakMap<Element, HTMLElement>()

function regions(): readonly HTMLElement[] {
  const found = [...document.querySelectorAll<HTMLElement>('[data-region]')]
  return found
    .filter(region => region.offsetParent !== null || region.getClientRects().length > 0)
    .sort((a, b) => place(a) - place(b))
}

function place(region: HTMLElement): number {
  return order.indexOf(region.dataset.region ?? '')
}

export function focusRegion(step: 1 | -1): void {
  const all = regions()
  const current = all.findIndex(region => region.contains(document.activeElement))
  const from = current >= 0 ? all[current] : undefined
  if (from && document.activeElement instanceof HTMLElement)
    remembered.set(from, document.activeElement)
  const start = current < 0 && step === -1 ? 0 : current
  for (let offset = 1; offset <= all.length; offset++) {
    const next = all[(start + step * offset + all.length * offset) % all.length]
    if (next && focusInto(next)) return
  }
}

const focusable =
  'button:not([disabled]):not([tabindex="-1"]), input:not([disabled]), [tabindex="0"], [role=tab][tabindex="0"]'

function focusInto(region: HTMLElement): boolean {
  const before = remembered.get(region)
  const target =
    before?.isConnected && region.contains(before)
      ? before
      : region.querySelector<HTMLElement>(focusable)
  target?.focus()
  return target !== null && region.contains(document.activeElement)
}
