// How people write the ten digits: pen strokes through points of a unit box, x to the right, y down.
// A stroke is a smooth curve through its points; a point given twice is a corner.

export type Stroke = readonly number[]

/** A way of writing a digit, and how often it is seen among the ways of that digit. */
export interface Hand {
  readonly weight: number
  readonly strokes: readonly Stroke[]
}

// biome-ignore format: a table of points reads better in rows
export const hands: readonly (readonly Hand[])[] = [
  [ // 0: closed, begun at the top; with an overlap; narrow and leaning
    { weight: 4, strokes: [[.52,.03, .23,.17, .12,.5, .22,.84, .5,.97, .78,.83, .88,.5, .78,.17, .52,.03]] },
    { weight: 3, strokes: [[.66,.12, .4,.05, .16,.3, .13,.68, .4,.96, .74,.84, .87,.47, .72,.12, .42,.08]] },
    { weight: 2, strokes: [[.6,.03, .36,.2, .26,.55, .34,.9, .5,.97, .68,.78, .76,.42, .7,.1, .56,.04]] },
  ],
  [ // 1: a bare line; with a flag; with flag and foot
    { weight: 5, strokes: [[.52,.02, .5,.5, .48,.98]] },
    { weight: 3, strokes: [[.28,.26, .42,.16, .54,.03, .54,.03, .53,.5, .52,.98]] },
    { weight: 1, strokes: [[.28,.24, .42,.14, .53,.03, .53,.03, .52,.5, .52,.96], [.26,.97, .5,.96, .78,.97]] },
  ],
  [ // 2: sharp foot; looped foot; swan neck
    { weight: 4, strokes: [[.15,.26, .32,.07, .6,.04, .8,.22, .72,.48, .42,.74, .14,.96, .14,.96, .5,.94, .9,.95]] },
    { weight: 3, strokes: [[.18,.22, .4,.04, .72,.1, .78,.36, .54,.68, .24,.93, .12,.86, .25,.77, .52,.9, .92,.93]] },
    { weight: 2, strokes: [[.2,.16, .5,.03, .78,.2, .7,.46, .4,.72, .16,.94, .16,.94, .44,.84, .68,.97, .9,.86]] },
  ],
  [ // 3: two bows with a waist; flat top; without a sharp waist
    { weight: 4, strokes: [[.16,.15, .42,.03, .74,.13, .72,.36, .42,.47, .42,.47, .76,.56, .84,.77, .6,.96, .3,.96, .12,.83]] },
    { weight: 2, strokes: [[.16,.06, .5,.05, .8,.05, .8,.05, .62,.24, .44,.42, .44,.42, .78,.54, .82,.8, .52,.97, .14,.88]] },
    { weight: 2, strokes: [[.2,.1, .5,.03, .76,.18, .66,.4, .48,.48, .74,.58, .82,.8, .54,.97, .18,.9]] },
  ],
  [ // 4: open with a straight bar; closed; open and round
    { weight: 4, strokes: [[.3,.03, .21,.33, .13,.58, .13,.58, .5,.57, .92,.54], [.68,.2, .66,.6, .62,.98]] },
    { weight: 3, strokes: [[.6,.98, .63,.5, .66,.03, .66,.03, .4,.34, .1,.68, .1,.68, .5,.68, .93,.65]] },
    { weight: 3, strokes: [[.2,.05, .15,.3, .26,.51, .54,.5, .77,.38], [.82,.03, .77,.5, .73,.98]] },
  ],
  [ // 5: in one line; bar set on top; rounded like an S
    { weight: 3, strokes: [[.82,.05, .54,.05, .26,.06, .26,.06, .23,.24, .19,.44, .19,.44, .5,.36, .8,.5, .82,.78, .52,.97, .15,.88]] },
    { weight: 3, strokes: [[.27,.06, .24,.25, .2,.46, .2,.46, .5,.39, .79,.55, .75,.85, .44,.97, .13,.86], [.27,.06, .56,.06, .86,.03]] },
    { weight: 2, strokes: [[.84,.09, .54,.04, .27,.14, .3,.37, .62,.5, .77,.72, .58,.95, .2,.92]] },
  ],
  [ // 6: bowed; straight back
    { weight: 3, strokes: [[.72,.04, .41,.2, .19,.5, .17,.78, .38,.97, .7,.92, .82,.73, .67,.54, .41,.56, .2,.75]] },
    { weight: 3, strokes: [[.52,.02, .31,.3, .18,.65, .28,.91, .58,.97, .79,.8, .71,.6, .47,.55, .23,.7]] },
  ],
  [ // 7: plain; crossed; with a serif and a bent leg
    { weight: 4, strokes: [[.12,.07, .5,.06, .85,.05, .85,.05, .61,.46, .42,.98]] },
    { weight: 2, strokes: [[.14,.07, .5,.06, .85,.05, .85,.05, .62,.46, .44,.98], [.32,.52, .54,.5, .8,.48]] },
    { weight: 2, strokes: [[.15,.22, .16,.07, .16,.07, .5,.08, .86,.05, .86,.05, .64,.34, .48,.66, .41,.98]] },
  ],
  [ // 8: one crossing line; two loops
    { weight: 4, strokes: [[.74,.17, .5,.03, .25,.15, .32,.38, .61,.54, .81,.76, .53,.97, .2,.8, .36,.55, .66,.38, .76,.18]] },
    { weight: 2, strokes: [[.5,.46, .25,.3, .3,.08, .6,.04, .75,.22, .5,.46, .19,.68, .24,.91, .56,.97, .81,.79, .5,.46]] },
  ],
  [ // 9: straight leg; curled leg; leg drawn from the closing loop
    { weight: 4, strokes: [[.78,.2, .55,.04, .26,.1, .16,.34, .34,.52, .62,.46, .78,.2, .78,.2, .77,.6, .67,.98]] },
    { weight: 3, strokes: [[.76,.24, .58,.05, .28,.08, .17,.3, .34,.5, .62,.44, .77,.22, .77,.22, .8,.58, .68,.88, .42,.97, .2,.88]] },
    { weight: 2, strokes: [[.72,.16, .46,.04, .24,.2, .32,.45, .58,.46, .74,.2, .72,.5, .58,.78, .42,.98]] },
  ],
]
