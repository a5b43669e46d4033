let dragged = null;

document.addEventListener("dragstart", (event) => {
  dragged = event.target;
  event.dataTransfer.setData("text/plain", dragged.textContent);
});
document.addEventListener("dragend", () => (dragged = null));

for (const list of document.querySelectorAll("ul")) {
  list.addEventListener("dragover", (event) => event.preventDefault());
  list.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!dragged || dragged.parentElement === list) return;
    list.prepend(dragged);
    const chosen = [...document.querySelectorAll("[aria-label=Chosen] li")].map((item) => item.textContent);
    document.querySelector("[role=status]").textContent = `Chosen: ${chosen.join(", ") || "none"}`;
  });
}
