// Pictures of kind visual: beside each other, or the answer over the picture in part, as an edge, or as a heat map.
const CAPTIONS = {
  overlay: "The answer over the picture",
  slider: "Left of the edge: the answer; right of it: the picture",
  heat: "Differences are light",
};

function show(view) {
  const mode = view.querySelector("[data-modes] input:checked").value;
  const amount = view.querySelector("[data-amount]"),
    share = Number(amount.querySelector("input").value) / 100;
  const both = view.querySelector("[data-both]"),
    above = both.querySelector("[data-above]"),
    edge = both.querySelector("[data-edge]");
  const { width, height } = both.querySelector("svg").viewBox.baseVal;
  for (const figure of view.querySelectorAll("[data-side]")) figure.hidden = mode !== "side";
  both.hidden = mode === "side";
  both.classList.toggle("is-heat", mode === "heat");
  amount.hidden = mode !== "overlay" && mode !== "slider";
  if (mode === "side") return;
  both.querySelector("figcaption").textContent = CAPTIONS[mode];
  const shown = mode === "slider" ? Math.max(share * width, 0.01) : width;
  above.setAttribute("width", shown);
  above.setAttribute("viewBox", `0 0 ${shown} ${height}`);
  above.setAttribute("opacity", mode === "overlay" ? share : 1);
  edge.toggleAttribute("hidden", mode !== "slider");
  edge.setAttribute("x1", shown);
  edge.setAttribute("x2", shown);
}

function prepare() {
  for (const modes of document.querySelectorAll("[data-rebuilt] [data-modes][hidden]")) {
    const view = modes.closest("[data-rebuilt]");
    modes.hidden = false;
    modes.addEventListener("input", () => show(view));
    show(view);
  }
}
prepare();
document.body.addEventListener("htmx:afterSwap", prepare);
