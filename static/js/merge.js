// The page of two answers: their code in a merge view. Without this: side by side.
import { drawMerge } from "./merge_view.js";

const container = document.getElementById("merge");
const files = JSON.parse(document.getElementById("merged").textContent).filter(({ a, b }) => a || b);
if (files.length) {
  container.hidden = false;
  document.getElementById("plain-sides").hidden = true;
  drawMerge(container, files);
}
