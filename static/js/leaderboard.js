// The interval plot of the leaderboard: a row a model, best first.
import { chart, colour, modelDots, percent, Plot, short } from "./chart.js";

const COLUMNS = [["name", "model"], ["model", "id"], ["share", "pass@1 %"], ["low", "low %"], ["high", "high %"], ["best", "best rank"], ["worst", "worst rank"], ["tasks", "tasks"]];

const says = ({ name, share, low, high, best, worst }) => `${name}: ${share.toFixed(0)} % (${low.toFixed(0)} to ${high.toFixed(0)}), rank ${best === worst ? best : `${best} to ${worst}`}`;

chart("board", (all, width) => {
  const rows = all.filter(({ share }) => share !== null);
  if (!rows.length) return null;
  const left = Math.min(width * 0.42, 12 + 7.2 * Math.max(...rows.map(({ name }) => Math.min(name.length, 44))));
  const most = Math.floor(left / 7.2);
  return {
    marginLeft: left, marginTop: 8, marginBottom: 32,
    x: percent, y: { domain: rows.map(({ name }) => name), label: null, tickFormat: (name) => short(name, most), tickSize: 0 },
    marks: [
      Plot.ruleX([0, 100], { stroke: "var(--line-strong)" }),
      Plot.ruleY(rows, { y: "name", x1: "low", x2: "high", stroke: colour, strokeWidth: 2 }),
      ...modelDots(rows, { x: "share", y: "name", title: says }),
    ],
  };
}, COLUMNS);
