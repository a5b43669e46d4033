const tabs = [...document.querySelectorAll("[role=tab]")];

function select(index) {
  tabs.forEach((tab, i) => {
    tab.setAttribute("aria-selected", String(i === index));
    tab.tabIndex = i === index ? 0 : -1;
    document.getElementById(tab.getAttribute("aria-controls")).hidden = i !== index;
  });
}

const TARGETS = {
  ArrowRight: (i) => (i + 1) % tabs.length,
  ArrowLeft: (i) => (i + tabs.length - 1) % tabs.length,
  Home: () => 0,
  End: () => tabs.length - 1,
};

tabs.forEach((tab, i) => {
  tab.addEventListener("click", () => select(i));
  tab.addEventListener("keydown", (event) => {
    if (!(event.key in TARGETS)) return;
    event.preventDefault();
    const target = TARGETS[event.key](i);
    tabs[target].focus();
  });
});
select(0);
