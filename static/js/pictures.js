// Quality against speed, memory and size with the frontier; tokens and time as bars.
import { chart, colour, label, modelDots, names, percent, Plot } from "./chart.js";
import { placeNames } from "./chart_names.js";

const COLUMNS = [
  ["name", "model"],
  ["model", "id"],
  ["share", "pass@1 %"],
  ["low", "low %"],
  ["high", "high %"],
  ["speed", "tokens per second"],
  ["memory", "weights GB"],
  ["isEstimate", "weights estimated"],
  ["billions", "parameters, billions"],
  ["promptTokens", "prompt tokens"],
  ["tokens", "answer tokens"],
  ["tokensPerAnswer", "tokens an answer"],
  ["seconds", "seconds"],
  ["secondsPerPass", "seconds a pass"],
  ["load", "seconds of the longest load"],
];

/** The rows that no other row beats in both values: from the best x on, each row with a better y than all before it. */
function frontier(rows, field, isMoreBetter) {
  const sorted = rows.toSorted((a, b) => (isMoreBetter ? b[field] - a[field] : a[field] - b[field]) || b.share - a.share);
  let best = -1;
  return sorted.filter(({ share }) => share > best && ((best = share), true));
}

function scatter(id, field, axis, { isMoreBetter = false, unit }) {
  chart(
    id,
    (all) => {
      const rows = all.filter((row) => row.share !== null && row[field]);
      if (rows.length < 2) return null;
      const front = frontier(rows, field, isMoreBetter);
      const says = (row) =>
        `${row.name}: ${row.share.toFixed(0)} % (${row.low.toFixed(0)} to ${row.high.toFixed(0)}), ${row.isEstimate && field === "memory" ? "about " : ""}${row[field]} ${unit}`;
      const values = rows.map((row) => row[field]);
      const isWide = Math.max(...values) > 20 * Math.min(...values); // then with a logarithmic scale
      const hollow = rows.filter((row) => field === "memory" && row.isEstimate),
        whole = rows.filter((row) => !hollow.includes(row));
      return {
        marginLeft: 44,
        marginBottom: 40,
        marginTop: 24,
        marginRight: 30,
        named: front.map((row) => ({ ...row, x: row[field] })),
        marked: rows.map((row) => ({ ...row, x: row[field] })),
        x: {
          label: axis,
          grid: true,
          type: isWide ? "log" : "linear",
          nice: true,
          ...(isWide ? { tickFormat: "~g", ticks: 6 } : { zero: true }),
        },
        y: percent,
        marks: [
          Plot.ruleX(rows, { x: field, y1: "low", y2: "high", stroke: colour, strokeOpacity: 0.45 }),
          Plot.line(front, {
            x: field,
            y: "share",
            stroke: "var(--muted)",
            strokeDasharray: "4 3",
            curve: isMoreBetter ? "step-before" : "step-after",
          }),
          ...modelDots(whole, { x: field, y: "share", title: says }),
          ...modelDots(hollow, { x: field, y: "share", title: says, fill: "var(--surface)", stroke: colour, strokeWidth: 2 }),
        ],
      };
    },
    COLUMNS,
    { onDraw: (svg, { named, marked }) => placeNames(svg, named, marked, label) },
  );
}

function bars(id, field, axis, unit) {
  chart(
    id,
    (all, width) => {
      const rows = all.filter((row) => row[field]);
      if (!rows.length) return null;
      return {
        ...names(rows, width, 0.45),
        marginTop: 8,
        marginBottom: 40,
        x: { label: axis, grid: true, zero: true },
        marks: [
          Plot.barX(rows, {
            x: field,
            y: "name",
            fill: colour,
            insetTop: 2,
            insetBottom: 2,
            href: "href",
            title: (row) => `${row.name}: ${row[field].toLocaleString("en")} ${unit}`,
          }),
        ],
      };
    },
    COLUMNS,
  );
}

scatter("speed", "speed", "tokens per second", { isMoreBetter: true, unit: "tokens per second" });
scatter("memory", "memory", "weights, GB", { unit: "GB of weights" });
scatter("size", "billions", "parameters (billions)", { unit: "billion parameters" });
bars("tokens", "tokensPerAnswer", "tokens per answer", "tokens per answer");
bars("time", "secondsPerPass", "seconds for each answer that passed", "s for each answer that passed");
