// How long an edit takes to be seen, as performance entries of the browser. Only where the address
// asks for it with `?measure`, as the benchmark does: nobody throws these entries away.
export const isMeasured =
  typeof location !== 'undefined' && new URLSearchParams(location.search).has('measure')

/** To the finished page (our work), to the painted frame (and the display's), to the code. */
export const measures = {
  page: 'layerloom edit to page',
  paint: 'layerloom edit to paint',
  code: 'layerloom edit to code',
} as const
