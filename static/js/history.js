// pass@1 of each model, run by run. The line of a model breaks where the suite's version changes.
import { chart, colour, modelDots, percent, Plot } from "./chart.js";

const COLUMNS = [
  ["name", "model"],
  ["model", "id"],
  ["strategy", "strategy"],
  ["run", "run"],
  ["title", "title"],
  ["at", "begun"],
  ["version", "version"],
  ["share", "pass@1 %"],
  ["low", "low %"],
  ["high", "high %"],
];

const says = (row) =>
  `${row.name}${row.strategy === "plain" ? "" : `, ${row.strategy}`} in run ${row.run} (v${row.version}, ${row.when.toLocaleDateString("en-GB")}): ${row.share.toFixed(0)} % (${row.low.toFixed(0)} to ${row.high.toFixed(0)})`;

chart(
  "history",
  (all, width) => {
    const rows = all.filter(({ share }) => share !== null).map((row) => ({ ...row, when: new Date(row.at) }));
    if (!rows.length) return null;
    // Runs are placed at equal steps: with real times all runs of one day would overlap.
    const runs = [...new Map(rows.map(({ run, when, version }) => [run, { run, when, version }])).values()];
    const numberOf = new Map(runs.map(({ run }, at) => [run, at + 1]));
    const nth = new Map();
    for (const row of rows) if (!nth.has(row.model + row.strategy)) nth.set(row.model + row.strategy, nth.size);
    const x = (row) => numberOf.get(row.run) + (nth.get(row.model + row.strategy) - (nth.size - 1) / 2) * Math.min(0.08, 0.5 / nth.size);
    const every = Math.ceil(runs.length / Math.max(2, width / 90));
    return {
      marginLeft: 44,
      marginBottom: 46,
      marginTop: 24,
      y: percent,
      x: {
        domain: [0.4, runs.length + 0.6],
        label: null,
        ticks: runs.map((_, at) => at + 1).filter((at) => (at - 1) % every === 0),
        tickFormat: (at) =>
          `run ${runs[at - 1].run}\nv${runs[at - 1].version}, ${runs[at - 1].when.toLocaleDateString("en-GB", { day: "numeric", month: "short" })}`,
      },
      marks: [
        Plot.ruleX(rows, { x, y1: "low", y2: "high", stroke: colour, strokeOpacity: 0.5 }),
        Plot.line(rows, { x, y: "share", z: (row) => `${row.model} ${row.strategy} ${row.version}`, stroke: colour, strokeWidth: 1.5 }),
        ...modelDots(rows, { x, y: "share", title: says }),
      ],
    };
  },
  COLUMNS,
);
