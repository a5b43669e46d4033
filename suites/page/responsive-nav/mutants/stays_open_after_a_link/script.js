const nav = document.querySelector("nav");
const button = nav.querySelector("button");
const links = [...nav.querySelectorAll("a")];

function setOpen(open) {
  nav.classList.toggle("open", open);
  button.setAttribute("aria-expanded", String(open));
}

function mark() {
  const current = links.find((link) => link.hash === location.hash) ?? links[0];
  for (const link of links) {
    if (link === current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

button.addEventListener("click", () => setOpen(!nav.classList.contains("open")));
nav.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !nav.classList.contains("open")) return;
  setOpen(false);
  button.focus();
});
matchMedia("(min-width: 700px)").addEventListener("change", () => setOpen(false));
addEventListener("hashchange", mark);
mark();
