import { CHART_STYLES } from './chart-styles.ts';

const FRAME = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#1c2330, #e7eaf0);
  --soft: light-dark(#5c6675, #9aa5b5);
  --line: light-dark(#e1e5eb, #2c333e);
  --page: light-dark(#f6f7f9, #12161c);
  --card: light-dark(#ffffff, #1a2029);
  --accent: light-dark(#1d5fd1, #7fb0ff);
  --good: light-dark(#0b7a45, #5bd39a);
  --bad: light-dark(#b3261e, #ff9b92);
  --warn: light-dark(#8a5a00, #f0c169);
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 1.5rem clamp(1rem, 4vw, 3rem) 4rem;
  background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif;
}
.pages { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-bottom: 1.25rem; }
.pages a { text-decoration: none; padding: .25rem 0; }
[aria-current] { color: inherit; font-weight: 600; text-decoration: none; }
header { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; margin-bottom: 1.25rem; }
h1 { font-size: 1.4rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
a { color: var(--accent); }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.25rem; }
.table { background: var(--card); border: 1px solid var(--line); border-radius: 10px; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: .6rem .9rem; border-bottom: 1px solid var(--line); }
tr:last-child td { border-bottom: 0; }
th { font-size: .8rem; font-weight: 600; color: var(--soft); white-space: nowrap; }
td small { display: block; color: var(--soft); overflow-wrap: anywhere; }
.number, .figures { white-space: nowrap; font-variant-numeric: tabular-nums; }
.time { white-space: normal; }
.time span { white-space: nowrap; }
.clip { min-width: 7rem; max-width: 22rem; overflow-wrap: anywhere; }
.text { width: 25%; }
.outcome, .band { font-weight: 600; white-space: nowrap; }
.answered, .certain, .high { color: var(--good); }
.missed, .failed, .unattributed { color: var(--bad); }
.busy, .voicemail, .abandoned, .ambiguous, .source { color: var(--warn); }
.alert { border-left: 4px solid var(--bad); margin-bottom: 1rem; }
.alert h2 { margin: 0; color: var(--bad); }
.alert p { margin: .4rem 0 0; overflow-wrap: anywhere; max-width: 70rem; }
.controls + .table, .controls + .card { margin-top: 1rem; }
audio { max-width: 100%; height: 2.25rem; }
.who { margin: .1rem 0 0; }
.who summary { padding: 0; font-size: .85rem; color: var(--soft); }
.who ul { margin: .25rem 0; padding: 0; list-style: none; }
.who li { margin: .35rem 0; }
.who button { display: block; margin: .2rem 0; }
.spam { margin: .1rem 0 0; max-width: 15rem; white-space: normal; }
.spam summary { padding: 0; font-size: .85rem; color: var(--soft); }
.spam .suspected { color: var(--warn); font-weight: 600; }
.spam small { margin: .25rem 0; }
.spam form { display: flex; flex-wrap: wrap; gap: .25rem; margin: .35rem 0 .25rem; }
button { font: inherit; font-size: .85rem; padding: .25rem .6rem; color: var(--ink); background: var(--page); border: 1px solid var(--line); border-radius: 6px; cursor: pointer; }
button:hover, button:focus-visible { border-color: var(--accent); }
.method { font: 600 .8rem ui-monospace, monospace; color: var(--accent); margin-right: .5rem; }
.more { margin-top: 1rem; }
@media (max-width: 72rem) {
  .table:not(.wide) {
    thead { display: none; }
    table, tbody, tr, td { display: block; }
    tr { padding: .6rem 0; border-bottom: 1px solid var(--line); }
    tr:last-child { border-bottom: 0; }
    td { border: 0; padding: .2rem .9rem; display: grid; grid-template-columns: 6rem 1fr; gap: .5rem; }
    td::before { content: attr(data-label); color: var(--soft); font-size: .85rem; }
  }
  .clip { min-width: 0; max-width: none; }
  .text { width: auto; }
}
`;

/** System fonts and colours of two schemes; nothing is loaded from anywhere. */
export const STYLES = FRAME + CHART_STYLES;
