// The leaderboard: intervals of each model, best first; and the lead of the best or a chosen model over each other.
import { chart, colour, modelDots, names, percent, Plot } from "./chart.js";

const BOARD = [
  ["name", "model"],
  ["model", "id"],
  ["share", "pass@1 %"],
  ["low", "low %"],
  ["high", "high %"],
  ["best", "best rank"],
  ["worst", "worst rank"],
  ["tasks", "tasks"],
];
const PAIRS = [
  ["name", "model"],
  ["model", "id"],
  ["share", "difference, points"],
  ["low", "low"],
  ["high", "high"],
  ["p", "p corrected"],
  ["isSure", "significant"],
  ["tasks", "tasks"],
];

const says = ({ name, share, low, high, best, worst }) =>
  `${name}: ${share.toFixed(0)} % (${low.toFixed(0)} to ${high.toFixed(0)}), rank ${best === worst ? best : `${best} to ${worst}`}`;

chart(
  "board",
  (all, width) => {
    const rows = all.filter(({ share }) => share !== null);
    if (!rows.length) return null;
    return {
      ...names(rows, width),
      marginTop: 8,
      marginBottom: 40,
      x: percent,
      marks: [
        Plot.ruleX([0, 100], { stroke: "var(--line-strong)" }),
        Plot.ruleY(rows, { y: "name", x1: "low", x2: "high", stroke: colour, strokeWidth: 2 }),
        ...modelDots(rows, { x: "share", y: "name", title: says }),
      ],
    };
  },
  BOARD,
);

const verdict = ({ share, isSure }) => (isSure ? `${share > 0 ? "+" : "−"}${Math.abs(share).toFixed(0)}, significant` : "not significant");

chart(
  "pairs",
  (rows, width) => {
    if (!rows.length) return null;
    const sure = rows.filter(({ isSure }) => isSure),
      open = rows.filter(({ isSure }) => !isSure);
    const reach = Math.min(100, 10 * Math.ceil(Math.max(...rows.flatMap(({ low, high }) => [-low, high, 10])) / 10));
    return {
      ...names(rows, width - 90),
      marginTop: 8,
      marginBottom: 40,
      marginRight: 92,
      x: { domain: [-reach, reach], label: "points ahead", grid: true, ticks: Math.max(3, Math.floor(width / 110)) },
      marks: [
        Plot.ruleX([0], { stroke: "var(--line-strong)", strokeWidth: 1.5 }),
        Plot.ruleY(sure, { y: "name", x1: "low", x2: "high", stroke: colour, strokeWidth: 2.5 }),
        Plot.ruleY(open, { y: "name", x1: "low", x2: "high", stroke: "var(--line-strong)", strokeWidth: 2 }),
        ...modelDots(sure, { x: "share", y: "name", title: "says" }),
        ...modelDots(open, { x: "share", y: "name", title: "says", fill: "var(--surface)", stroke: "var(--muted)", strokeWidth: 1.5 }),
        Plot.text(rows, {
          y: "name",
          frameAnchor: "right",
          dx: 8,
          textAnchor: "start",
          text: verdict,
          fill: ({ isSure }) => (isSure ? "var(--text)" : "var(--muted)"),
        }),
      ],
    };
  },
  PAIRS,
);
