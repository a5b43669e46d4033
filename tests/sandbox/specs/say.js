export function say(text) { document.querySelector("[role=status]").textContent = text; }
