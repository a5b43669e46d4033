const BOOKS = ["Dune", "Emma", "Ulysses"];
const main = document.querySelector("main");

function viewOf(path) {
  if (path === "" || path === "/") return { title: "Home", body: "<p>Welcome.</p>" };
  if (path === "/books") {
    const items = BOOKS.map((title, i) => `<li><a href="#/books/${i + 1}">${title}</a></li>`);
    return { title: "Books", body: `<ul>${items.join("")}</ul>` };
  }
  const number = /^\/books\/(\d+)$/.exec(path)?.[1];
  const title = BOOKS[number - 1];
  if (title) return { title, body: `<p>Book ${number} of ${BOOKS.length}</p>` };
  return { title: "Not found", body: "<p>There is nothing here.</p>" };
}

function show() {
  const path = location.hash.slice(1);
  const { title, body } = viewOf(path);
  main.innerHTML = `<h1 tabindex="-1">${title}</h1>${body}`;
  document.title = `${title} – Library`;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash.slice(1) === (path || "/")) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

addEventListener("hashchange", () => {
  show();
});
show();
