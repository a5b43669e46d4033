// Verdicts of each model as stacked bars: passed answers first, then each kind of failure in its own colour.
import { chart, names, Plot } from "./chart.js";

const COLUMNS = [
  ["name", "model"],
  ["model", "id"],
  ["word", "verdict"],
  ["n", "answers"],
  ["share", "of all %"],
];

const says = ({ name, word, n, share }) => `${name}: ${n.toLocaleString("en")} ${word}, ${share.toFixed(share < 10 ? 1 : 0)} %`;

chart(
  "verdicts",
  (rows, width) => {
    if (!rows.length) return null;
    const frame = names(rows, width);
    return {
      ...frame,
      marginTop: 8,
      marginBottom: 40,
      x: { domain: [0, 100], label: "answers, %", grid: true },
      marks: [
        Plot.barX(rows, {
          x: "share",
          y: "name",
          fill: ({ colour }) => `var(--${colour})`,
          href: "href",
          title: says,
          insetTop: 2,
          insetBottom: 2,
          insetRight: 1,
        }),
        // Wide pieces also show the verdict's glyph, which can be read without colour.
        Plot.text(
          rows,
          Plot.stackX({
            x: "share",
            y: "name",
            text: ({ glyph, share }) => (share * (width - frame.marginLeft) > 2200 ? glyph : ""),
            fill: "var(--surface)",
            fontWeight: 700,
            fontSize: 11,
            pointerEvents: "none",
          }),
        ),
      ],
    };
  },
  COLUMNS,
);
