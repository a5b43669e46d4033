const sections = [...document.querySelectorAll("section")];
const links = [...document.querySelectorAll("nav a")];
const button = document.querySelector("button");

function update() {
  const current = Math.max(0, sections.findIndex((section) => section.getBoundingClientRect().bottom > 0));
  links.forEach((link, i) => link.setAttribute("aria-current", String(i === current)));
  button.hidden = scrollY <= 400;
}

addEventListener("scroll", update);
addEventListener("resize", update);
button.addEventListener("click", () => scrollTo({ top: 0, behavior: "instant" }));
update();
