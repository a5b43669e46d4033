const sections = [...document.querySelectorAll("section")];
const links = [...document.querySelectorAll("nav a")];
const button = document.querySelector("button");

function update() {
  const reached = sections.filter((section) => section.getBoundingClientRect().top <= 0);
  const current = Math.max(0, reached.length - 1);
  links.forEach((link, i) => link.setAttribute("aria-current", String(i === current)));
  button.hidden = scrollY <= 400;
}

addEventListener("scroll", update);
addEventListener("resize", update);
button.addEventListener("click", () => scrollTo({ top: 0, behavior: "instant" }));
update();
