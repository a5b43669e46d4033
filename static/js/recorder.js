// Records checks in the running reference of a draft: clicks, typed text and expectations.
import { linesOf, sentenceOf, testOf, withTest, wordsOf } from "./recorded_checks.js";

const WAIT_MS = 15_000;
const NOT_STARTED = "The reference has not started. Press Try to see whether it passes, then start over.";
const CALLED = new Set(["returns", "throws", "holds"]); // kinds of expectations for calls of functions and hooks
const makeElement = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more });

/** box: the recorder's part of the page. field(name): a field of the form. save(): stores the typed text. hasReference(): whether one is written. */
export function recorder(box, field, save, hasReference) {
  const part = (name) => box.querySelector(`[data-${name}]`);
  const [stage, list, offers, code, said] = ["stage", "steps", "offers", "code", "said-by-recorder"].map(part);
  const [title, props] = [part("test-title"), part("props")];
  let steps = [];
  let frame = null;
  let late = 0;
  let args = ""; // of a hook, as typed

  const about = () => ({
    dialect: field("language").value === "html" ? "spec" : ({ function: "calls", hook: "hook" }[field("kind").value] ?? "component"),
    args,
    name: field("entry_point").value.trim(),
    props: props.value.trim(),
    isVue: field("language").value === "vue",
  });
  const entry = () => field("entry").value.trim() || `answer.${field("language").value}`;
  const name = () => title.value.trim() || "works as shown";

  function say(text) {
    said.textContent = text;
    said.hidden = !text;
  }

  function show() {
    list.replaceChildren(
      ...steps.map((step, at) => {
        const line = document.createElement("li");
        const remove = makeElement("button", "Remove", { type: "button", className: "quiet" });
        remove.setAttribute("aria-label", `Remove step ${at + 1}`);
        remove.addEventListener("click", () => {
          steps.splice(at, 1);
          show();
          (list.children[at] ?? list.lastElementChild)?.querySelector("button")?.focus();
        });
        line.append(makeElement("code", linesOf(step, about().dialect).join(" ")), " ", remove);
        if (step.query?.place !== undefined)
          line.append(
            makeElement(
              "p",
              `${step.query.count} elements have the same role and name, so this step uses the position. Give the element its own name (aria-label).`,
              { className: "help" },
            ),
          );
        return line;
      }),
    );
    part("no-steps").hidden = steps.length > 0;
    for (const button of box.querySelectorAll("[data-needs-steps]")) button.disabled = !steps.length;
    code.textContent = steps.length ? testOf(name(), steps, about()) : "";
    code.hidden = !steps.length;
  }

  /** Typing again in the same field, and a double click after two clicks, replace the earlier steps. */
  function take(step) {
    const isSame = (other) => other && JSON.stringify(other.query) === JSON.stringify(step.query);
    const last = () => steps[steps.length - 1];
    if (/^(type|set)$/.test(step.act) && last()?.act === step.act && isSame(last())) steps.pop();
    if (step.act === "dblclick") for (let n = 0; n < 2 && last()?.act === "click" && isSame(last()); n++) steps.pop();
    steps.push(step);
    show();
  }

  function offer(expectations, heading) {
    offers.replaceChildren();
    if (!expectations.length) return;
    offers.append(makeElement("h4", heading), makeElement("ul", "", { className: "plain-list" }));
    for (const expectation of expectations) {
      const button = makeElement("button", `Expect: ${sentenceOf(expectation)}`, { type: "button" });
      button.addEventListener("click", () => {
        take(expectation);
        button.disabled = true;
      });
      const item = document.createElement("li");
      item.append(button);
      offers.lastElementChild.append(item);
    }
  }

  /** A hook that is given other arguments begins again, and so does the test. */
  function begin(text) {
    if (text === args) return;
    args = text;
    if (steps.length) say("The hook was started again with other arguments, and the recorded steps were removed.");
    steps = [];
    show();
  }

  function hear({ ready, act, query, value, to, changes, offered, unnamed, tag, began }) {
    if (began !== undefined) begin(began);
    if (ready) {
      clearTimeout(late);
      if (said.textContent === NOT_STARTED) say(""); // other messages, like "a test was added", stay
    }
    const isCalled = ["calls", "hook"].includes(about().dialect); // its fields are the preview's own
    if (isCalled && act !== "call" && !changes?.some(({ kind }) => CALLED.has(kind))) return;
    if (act) take({ act, query, value, to });
    if (unnamed)
      say(`This <${tag}> has no role, label or text by which a test could find it. Give it one in the reference, then start over.`);
    else if (act || offered) say("");
    if (changes) offer(changes, ready ? "Shown at the start" : "What changed");
    if (offered) offer(offered, `Expectations of ${wordsOf(offered[0].query)}`);
  }

  addEventListener("message", (event) => {
    if (frame && event.source === frame.contentWindow && event.data?.recorded) hear(event.data.recorded);
  });

  const mode = () => box.querySelector("[data-mode]:checked").value;
  const tellMode = () => frame?.contentWindow.postMessage({ mode: mode() }, "*");
  for (const radio of box.querySelectorAll("[data-mode]")) radio.addEventListener("change", tellMode);

  function badProps() {
    try {
      const parsed = JSON.parse(props.value.trim() || "{}");
      return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)
        ? ""
        : `The props are ${props.value.trim()}. Write an object, like {"items": ["a"]}.`;
    } catch (error) {
      return `The props are not JSON: ${error.message}. Write an object, like {"items": ["a"]}.`;
    }
  }

  /** A new frame with the saved reference. */
  async function start() {
    say(badProps());
    if (said.textContent) return props.focus();
    if (!hasReference()) return say("There is no reference yet. Write one below: checks are recorded in it.");
    await save();
    [steps, args] = [[], ""];
    show();
    offers.replaceChildren();
    frame = document.createElement("iframe");
    Object.assign(frame, { title: "The reference, running", referrerPolicy: "no-referrer" });
    frame.sandbox.add("allow-scripts", "allow-forms");
    const address = new URL(box.dataset.frame, location.href);
    if (props.value.trim()) address.searchParams.set("props", props.value.trim());
    frame.src = address.href;
    frame.addEventListener("load", tellMode);
    stage.replaceChildren(frame);
    clearTimeout(late);
    late = setTimeout(() => say(NOT_STARTED), WAIT_MS);
  }

  function add() {
    const checks = field("checks");
    checks.value = withTest(checks.value, name(), steps, about(), `./${entry().replace(/\.\w+$/, "")}`);
    checks.dispatchEvent(new Event("set-from-outside"));
    checks.dispatchEvent(new Event("input", { bubbles: true }));
    const added = name();
    title.value = "";
    start();
    say(`“${added}” is at the end of the checks. Record another test, or try the task.`);
  }

  part("start").addEventListener("click", start);
  part("add").addEventListener("click", add);
  part("undo").addEventListener("click", () => {
    steps.pop();
    show();
  });
  title.addEventListener("input", show);
  title.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  props.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    start();
  });
  box.addEventListener("toggle", () => box.open && !frame && start());

  /** Components, plain pages, functions and hooks can be recorded. */
  function fit() {
    const [kind, language] = [field("kind").value, field("language").value];
    const can = ["component", "page", "function", "hook"].includes(kind) && language !== "py";
    box.hidden = !can;
    const isCalled = kind === "function" || kind === "hook";
    part("props-field").hidden = isCalled || language === "html";
    part("modes").hidden = isCalled;
    part("how").textContent =
      kind === "function"
        ? "Call the reference with arguments. You can add its result as an expectation."
        : kind === "hook"
          ? "Give the hook its arguments and call the functions that it returns. Each call becomes a line of a test. You can add its new values as expectations."
          : "Use the reference as a person would. Each click and each text becomes a line of a test that finds elements by role and name. What changes is offered as an expectation.";
    if (!can && frame) {
      frame.remove();
      frame = null;
      box.open = false;
    }
  }
  for (const select of [field("kind"), field("language")]) select.addEventListener("change", fit);
  fit();
  show();
}
