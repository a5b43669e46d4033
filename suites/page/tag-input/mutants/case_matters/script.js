const MOST = 5;
const field = document.getElementById("tags");
const list = document.querySelector("ul");
let tags = [];

function show() {
  list.replaceChildren(...tags.map((tag) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.textContent = "×";
    button.setAttribute("aria-label", `Remove ${tag}`);
    button.addEventListener("click", () => {
      tags = tags.filter((other) => other !== tag);
      show();
    });
    item.append(`${tag} `, button);
    return item;
  }));
  field.disabled = tags.length >= MOST;
  document.querySelector("[role=status]").textContent = `${tags.length} of ${MOST} tags`;
}

field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" || event.key === ",") {
    event.preventDefault();
    const tag = field.value.trim();
    if (tag && !tags.includes(tag)) tags.push(tag);
    field.value = "";
    show();
  } else if (event.key === "Backspace" && field.value === "") {
    tags.pop();
    show();
  }
});
show();
