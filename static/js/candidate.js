// The candidate page: a link to a part opens it.
function openPart() {
  const part = location.hash && document.getElementById(location.hash.slice(1));
  if (part?.tagName === "DETAILS") part.open = true;
}
addEventListener("hashchange", openPart);
document.addEventListener("click", (event) => {
  if (event.target.closest('.jump a[href^="#"], a[href="#answer"]')) setTimeout(openPart);
});
openPart();
