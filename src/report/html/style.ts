import { colors, darkHues, fontFamily } from '../theme.ts';

/** The report's style sheet: light and dark by the reader's preference, black on white in print. */
export const style = `
:root {
  color-scheme: light dark;
  --ink: ${colors.ink}; --faint: ${colors.faint}; --line: ${colors.grid}; --paper: ${colors.paper}; --panel: #f6f6f2;
  --true: #00603f; --false: #9b3d00; --undecided: #6a5200;
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.6rem 1.5rem 4rem; max-width: 62rem;
  background: var(--paper); color: var(--ink); font: 15px/1.5 ${fontFamily};
}
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1.5rem; top: .3rem; background: var(--paper); padding: .2rem .5rem; z-index: 2; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .2rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; }
h3 { font-size: 1rem; margin: 1.4rem 0 .2rem; } figcaption h3 { margin-top: 0; }
p { margin: .4rem 0; }
a { color: inherit; }
main:focus { outline: none; }
nav { font-size: .87rem; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); margin: .8rem 0; padding: .3rem 0; }
nav ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; }
nav li:has(ul), nav li ul { display: contents; } nav li li a { color: var(--faint); }
nav a { display: inline-block; padding: .15rem 0; }
.anchor { margin-left: .4rem; color: var(--faint); text-decoration: none; font-weight: normal; opacity: 0; }
:hover > .anchor, .anchor:focus { opacity: 1; }
:target { scroll-margin-top: .6rem; } h2:target, figure:target h3 { text-decoration: underline; text-underline-offset: .25em; }
.question { font-size: 1.05rem; color: var(--faint); margin: 0 0 1rem; overflow-wrap: anywhere; }
.answer { background: var(--panel); border-left: 5px solid var(--faint); padding: .7rem 1rem; overflow-wrap: anywhere; }
.answer p:first-child { font-size: 1.1rem; margin-top: 0; }
.answer.true { border-color: var(--true); } .answer.false { border-color: var(--false); } .answer.undecided { border-color: var(--undecided); }
.unfinished { border: 2px solid var(--undecided); color: var(--undecided); padding: .4rem 1rem; font-weight: bold; }
.quiet { color: var(--faint); font-size: .87rem; }
.verdict { font-weight: bold; white-space: nowrap; }
.verdict.true { color: var(--true); } .verdict.false { color: var(--false); } .verdict.undecided { color: var(--undecided); }
.rows { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .87rem; }
caption { text-align: left; color: var(--faint); padding: .2rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line); }
td { overflow-wrap: break-word; } td code { font-size: .9em; color: var(--faint); overflow-wrap: anywhere; } td:has(code) { min-width: 12.5em; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; } td.number { white-space: nowrap; }
th { vertical-align: bottom; }
.rows + .rows, .rows + .tools { margin-top: 1.4rem; }
:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
figure { margin: 0 0 2.2rem; }
figcaption { margin-bottom: .6rem; }
.drawing svg { display: block; width: 100%; height: auto; } .drawing svg.narrow { display: none; }
.ring { fill: none; stroke: var(--ink); stroke-width: 2; pointer-events: none; }
.tools { display: flex; flex-wrap: wrap; align-items: center; gap: .3rem .8rem; font-size: .8rem; margin: .3rem 0; } .tools[hidden] { display: none; }
.tools label { display: inline-flex; align-items: center; gap: .4rem; } .save { margin-left: auto; }
.tools input { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--faint); border-radius: 4px; padding: .1rem .3rem; accent-color: var(--ink); }
.reading { background: var(--panel); padding: .2rem .6rem; font-size: .87rem; min-height: 1.9em; }
.folded { display: none; }
th .sort { all: unset; cursor: pointer; } th .sort:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
th[aria-sort=ascending] .sort::after { content: ' ▲'; } th[aria-sort=descending] .sort::after { content: ' ▼'; }
button { font: inherit; font-size: .8rem; padding: .15rem .6rem; color: inherit; background: var(--panel); border: 1px solid var(--faint); border-radius: 4px; cursor: pointer; }
pre { background: var(--panel); padding: .7rem 1rem; overflow-x: auto; font-size: .87rem; white-space: pre-wrap; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.2rem; font-size: .87rem; }
dt { color: var(--faint); } dd { margin: 0; overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #ececE6; --faint: #a9a9a2; --line: #3b3b38; --paper: #171716; --panel: #232321;
    --true: #4fc79a; --false: #ff9a57; --undecided: #e3c04f;
  }
  .drawing [fill="${colors.ink}"] { fill: var(--ink); } .drawing [stroke="${colors.ink}"] { stroke: var(--ink); }
  .drawing [fill="${colors.faint}"] { fill: var(--faint); } .drawing [stroke="${colors.faint}"] { stroke: var(--faint); }
  .drawing [stroke="${colors.grid}"] { stroke: var(--line); }
  .drawing text[fill="${colors.paper}"], .drawing path[fill="${colors.paper}"] { fill: var(--paper); } .drawing text[stroke="${colors.paper}"] { stroke: var(--paper); }
${Object.entries(darkHues)
  .map(
    ([light, dark]) =>
      `  .drawing [fill="${light}"] { fill: ${dark}; } .drawing [stroke="${light}"] { stroke: ${dark}; }`,
  )
  .join('\n')}
}
@media screen and (max-width: 640px) {
  body { padding: 1rem .9rem 3rem; } h1 { font-size: 1.3rem; }
  .drawing svg.wide { display: none; } .drawing svg.narrow { display: block; }
  .numbers :is(th, td):first-child { position: sticky; left: 0; background: var(--paper); max-width: 8.5rem; white-space: normal; }
  /* A border of a table that is collapsed stays behind when its cell sticks. */
  .numbers :is(th, td):first-child { border-bottom: 0; box-shadow: inset 0 -1px var(--line); }
  .numbers caption { max-width: calc(100vw - 1.8rem); position: sticky; left: 0; }
  .texts :is(table, caption, tbody, tr, td) { display: block; } .texts thead { position: absolute; left: -99rem; }
  .texts td { border: 0; padding: .05rem 0; } .texts tr { border-bottom: 1px solid var(--line); padding: .4rem 0; } .texts tr.folded { display: none; }
  .texts td:first-child { font-weight: bold; }
}
@page { size: A4; margin: 15mm; }
@media print {
  :root { --ink: #000; --faint: #444; --line: #bbb; --paper: #fff; --panel: #fff; --true: #000; --false: #000; --undecided: #000; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  .skip, nav, .tools, .reading, .anchor, .ring { display: none !important; } tr.folded { display: table-row; }
  td.number { white-space: normal; } td.number span { white-space: nowrap; }
  table { font-size: 7.5pt; } th, td { padding: .15rem .5rem .15rem 0; }
  /* A button is printed once; a head without its button comes again on every sheet that the table goes on to. */
  th .sort { display: contents; }
  figure, tr { break-inside: avoid; } h2, h3, caption, thead, section > p { break-after: avoid; }
  .rows { overflow: visible; } .tools + .rows { margin-top: 1.4rem; } dl { break-inside: avoid; }
  /* A head alone says nothing: a table begins where there is room for a row of it, too. */
  .rows::before { content: ''; display: block; height: 5rem; margin-bottom: -5rem; break-inside: avoid; }
}
`;
