class StarRating extends HTMLElement {
  #stars = 0;
  connectedCallback() {
    const root = this.attachShadow({ mode: "open" });
    root.innerHTML = "<button>rate</button><output>0</output>";
    root.querySelector("button")!.addEventListener("click", () => { root.querySelector("output")!.value = String(++this.#stars); });
  }
}
customElements.define("star-rating", StarRating);
