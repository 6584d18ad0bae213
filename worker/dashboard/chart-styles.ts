/** Figures, charts and the tables beside them, in the colours of `styles.ts`. */
export const CHART_STYLES = `
h3 { font-size: 1rem; margin: 1.75rem 0 .25rem; }
h2 + .soft { margin: 0 0 .75rem; }
.card > :first-child { margin-top: 0; }
.card > :last-child { margin-bottom: 0; }
.controls { padding: .6rem 1.25rem; }
.controls p { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: .35rem 0; }
.controls .soft { flex: 0 0 9rem; }
@media (max-width: 46rem) { .controls .soft { flex-basis: 100%; } .controls p { margin: .6rem 0; } }
.hint { border-left: 3px solid var(--warn); padding-left: .75rem; }
.answer { font-size: 1.15rem; }
pre { overflow-x: auto; }

.keyfigures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem 1.5rem; margin: 0 0 1.25rem; }
.keyfigures dt { color: var(--soft); font-size: .85rem; }
.keyfigures dd { margin: 0; font-size: 1.25rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.grades { display: flex; gap: 2px; height: .6rem; border-radius: 4px; overflow: hidden; }
.grades i { min-width: 2px; }
.legend { display: flex; flex-wrap: wrap; gap: .1rem 1rem; margin: .4rem 0 0; color: var(--soft); font-size: .85rem; }
.key { display: inline-flex; align-items: center; gap: .4rem; font-variant-numeric: tabular-nums; }
.swatch { flex: none; width: .8rem; height: .8rem; border-radius: 2px; }
.grade-own { background: var(--good); }
.grade-shared { background: var(--warn); }
.grade-fallback { background: var(--accent); }
.grade-none { background: var(--bad); }

.chart { margin: 1.5rem 0 0; }
.chart figcaption { margin-bottom: .5rem; }
.plot { display: grid; grid-template: 11rem 1.6rem / auto 1fr; column-gap: .5rem; }
.plot svg { width: 100%; height: 100%; overflow: visible; }
.y { display: flex; flex-direction: column; justify-content: space-between; text-align: right; margin: -.6rem 0; min-width: 2rem; }
.x { grid-column: 2; position: relative; overflow: hidden; }
.x span { position: absolute; top: .25rem; transform: translateX(-50%); }
.x .first { transform: none; }
.x .last { transform: translateX(-100%); }
.x, .y { color: var(--soft); font-size: .8rem; white-space: nowrap; font-variant-numeric: tabular-nums; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 0 2.5rem; }
.line { fill: none; vector-effect: non-scaling-stroke; stroke-width: 1.5px; }
.rule { stroke: var(--line); stroke-width: 1px; }
.peak { fill: var(--accent); opacity: .35; }
.mean { fill: var(--accent); }
.line.capacity, .line.current { stroke: var(--ink); stroke-dasharray: 6 4; }
.line.short { stroke: var(--bad); stroke-width: 5px; }
.line.curve { stroke: var(--accent); stroke-width: 2.5px; }
.line.wish { stroke: var(--soft); stroke-dasharray: 2 3; }
.line.advised { stroke: var(--good); stroke-width: 2.5px; }
.touch { fill: transparent; }
.touch:hover { fill: var(--ink); opacity: .12; }
.swatch.peak, .swatch.mean { background: var(--accent); }
.swatch.short { background: var(--bad); height: .35rem; }
.swatch.capacity, .swatch.current, .swatch.wish, .swatch.advised { height: 0; border-radius: 0; border-top: 2px dashed var(--ink); }
.swatch.wish { border-top: 2px dotted var(--soft); }
.swatch.advised { border-top: 3px solid var(--good); }

details { margin-top: .75rem; }
summary { cursor: pointer; color: var(--accent); width: fit-content; padding: .25rem 0; }
.wide { margin-top: .25rem; }
.wide table { font-variant-numeric: tabular-nums; }
.wide th, .wide td { text-align: right; white-space: nowrap; padding: .4rem .9rem; }
@media (max-width: 46rem) { .wide th, .wide td { padding: .4rem .6rem; } }
.wide th:first-child { text-align: left; position: sticky; left: 0; background: var(--card); }
.wide tbody th { color: inherit; font-size: inherit; }
tr.advised { color: var(--good); font-weight: 600; }
.wide tr:last-child th { border-bottom: 0; }
.wide thead tr:last-child th { border-bottom: 1px solid var(--line); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
`;
