// Two answers of a gallery in a merge view, in the gallery itself. Their own page tells what differs.
let clear = () => {};

async function filesOf(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(String(response.status));
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const files = JSON.parse(page.getElementById("merged").textContent).filter(({ a, b }) => a || b);
  return { files, language: page.getElementById("merge").dataset.language };
}

/** Takes the form that chooses two answers. shown(): the view has changed to "diff". */
export function offerDiff(root, shown) {
  const form = root.querySelector(".gallery-diff");
  const container = root.querySelector("[data-diff]");
  if (!form) return;

  async function show() {
    const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
    try {
      const [{ files, language }, { drawMerge }] = await Promise.all([filesOf(address), import("./merge_view.js")]);
      clear();
      container.dataset.language = language;
      container.textContent = files.length ? "" : "Neither answer has code yet.";
      shown();
      if (files.length) clear = drawMerge(container, files);
    } catch {
      location.assign(address); // the page of the two answers shows the error
    }
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  form.addEventListener("change", () => root.dataset.viewShown === "diff" && show());
}
