// Writes a test from recorded steps: user-event and Testing Library for components, a Playwright spec for plain pages,
// calls for functions, renderHook for hooks. A step: {act, query, value, to} or {kind, query, value}; harness/preview/preview-recorder.ts.

const quoted = (value) => JSON.stringify(value);
const pattern = (source) => `/${source}/i`;
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** How Testing Library finds it. verb: "get", "query" or "find". */
function inLibrary({ by, role, name, text, within, place }, verb) {
  const base = within ? `within(withText(${quoted(within.role)}, ${pattern(within.text)}))` : "screen";
  const first = by === "Role" ? quoted(role) : by === "TestId" ? quoted(text) : pattern(text);
  const options = name ? `, { name: ${pattern(name)} }` : "";
  const isOne = place === undefined;
  const call = `${base}.${verb}${isOne ? "" : "All"}By${by}(${first}${options})`;
  if (isOne) return verb === "find" ? `await ${call}` : call;
  return verb === "find" ? `(await ${call})[${place}]` : `${call}[${place}]`;
}

const LOCATORS = {
  LabelText: "getByLabel",
  PlaceholderText: "getByPlaceholder",
  Text: "getByText",
  AltText: "getByAltText",
  Title: "getByTitle",
  TestId: "getByTestId",
};

/** How Playwright finds it. */
function inSpec({ by, role, name, text, within, place }) {
  const base = within ? `page.getByRole(${quoted(within.role)}).filter({ hasText: ${pattern(within.text)} })` : "page";
  const locator =
    by === "Role"
      ? `getByRole(${quoted(role)}${name ? `, { name: ${pattern(name)} }` : ""})`
      : `${LOCATORS[by] ?? "getByText"}(${by === "TestId" ? quoted(text) : pattern(text)})`;
  return `${base}.${locator}${place === undefined ? "" : `.nth(${place})`}`;
}

const typed = (text) => quoted(text.replace(/[{[]/g, "$&$&")); // user-event reads { and [ as keys
const keys = (combination) => {
  const parts = combination.split("+");
  const key = parts.pop() || "+";
  const held = parts.map((part) => `{${part}>}`).join("");
  const freed = parts
    .map((part) => `{/${part}}`)
    .toReversed()
    .join("");
  return quoted(`${held}${key.length === 1 && key !== " " ? key : `{${key === " " ? " " : key}}`}${freed}`);
};

const libraryActs = {
  click: (q) => [`await userEvent.click(${inLibrary(q, "get")});`],
  dblclick: (q) => [`await userEvent.dblClick(${inLibrary(q, "get")});`],
  press: (q, value) => [`${inLibrary(q, "get")}.focus();`, `await userEvent.keyboard(${keys(value)});`],
  type: (q, value) => {
    const field = inLibrary(q, "get");
    return value
      ? [`await userEvent.clear(${field});`, `await userEvent.type(${field}, ${typed(value)});`]
      : [`await userEvent.clear(${field});`];
  },
  set: (q, value) => [`fireEvent.change(${inLibrary(q, "get")}, { target: { value: ${quoted(value)} } });`],
  select: (q, value) => [`await userEvent.selectOptions(${inLibrary(q, "get")}, ${quoted(value)});`],
  upload: (q, value) => [`await upload(${inLibrary(q, "get")}, ${quoted(value)});`],
  drag: (q, _, to) => [
    `const [from, to] = [${inLibrary(q, "get")}, ${inLibrary(to, "get")}];`,
    "fireEvent.dragStart(from);",
    "fireEvent.dragEnter(to);",
    "fireEvent.dragOver(to);",
    "fireEvent.drop(to);",
    "fireEvent.dragEnd(from);",
  ],
};

const specActs = {
  click: (q) => `${inSpec(q)}.click()`,
  dblclick: (q) => `${inSpec(q)}.dblclick()`,
  press: (q, value) => `${inSpec(q)}.press(${quoted(value)})`,
  type: (q, value) => `${inSpec(q)}.fill(${quoted(value)})`,
  set: (q, value) => `${inSpec(q)}.fill(${quoted(value)})`,
  select: (q, value) => `${inSpec(q)}.selectOption(${quoted(value.map((label) => ({ label })))})`,
  upload: (q, value) => `${inSpec(q)}.setInputFiles(${quoted(value)})`,
  drag: (q, _, to) => `${inSpec(q)}.dragTo(${inSpec(to)})`,
};

const soon = (line) => `await waitFor(() => ${line});`;
const holds = (q, matcher) => soon(`expect(${inLibrary(q, "get")}).${matcher}`);
/** The same query over the whole document, for all similar elements. */
const anywhere = ({ by, role, name, text }) => ({ by, role, name, text });
const isNamed = ({ by, name }) => by !== "Role" || name !== undefined;

const libraryExpectations = {
  shown: (q) => `expect(${inLibrary(q, "find")}).toBeVisible();`,
  says: (q, value) =>
    isNamed(q)
      ? holds(q, `toHaveTextContent(${pattern(escaped(value))})`)
      : soon(`expect(withText(${quoted(q.role)}, ${pattern(escaped(value))})).toBeVisible()`),
  gone: (q, value) =>
    isNamed(q)
      ? soon(`expect(${inLibrary(q, "query")}).toBeNull()`)
      : soon(`expect(withText(${quoted(q.role)}, ${pattern(escaped(value ?? ""))})).toBeUndefined()`),
  value: (q, value) => holds(q, `toHaveValue(${quoted(value)})`),
  checked: (q, value) => holds(q, value ? "toBeChecked()" : "not.toBeChecked()"),
  disabled: (q, value) => holds(q, value ? "toBeDisabled()" : "toBeEnabled()"),
  attribute: (q, [name, value]) => holds(q, `toHaveAttribute(${quoted(name)}, ${quoted(value)})`),
  count: (q, value) => soon(`expect(${inLibrary(anywhere(q), "query").replace(".queryBy", ".queryAllBy")}).toHaveLength(${value})`),
  called: (_, { prop, args }) => soon(`expect(view.calls).toContainEqual({ prop: ${quoted(prop)}, args: ${quoted(args)} })`),
};

const specExpectations = {
  shown: (q) => `${inSpec(q)}).toBeVisible()`,
  says: (q, value) =>
    isNamed(q)
      ? `${inSpec(q)}).toContainText(${pattern(escaped(value))})`
      : `${inSpec(q)}.filter({ hasText: ${pattern(escaped(value))} }).first()).toBeVisible()`,
  gone: (q, value) =>
    isNamed(q) ? `${inSpec(q)}).toHaveCount(0)` : `${inSpec(q)}.filter({ hasText: ${pattern(escaped(value ?? ""))} })).toHaveCount(0)`,
  value: (q, value) => `${inSpec(q)}).toHaveValue(${quoted(value === null ? "" : String(value))})`,
  checked: (q, value) => `${inSpec(q)})${value ? "" : ".not"}.toBeChecked()`,
  disabled: (q, value) => `${inSpec(q)}).${value ? "toBeDisabled" : "toBeEnabled"}()`,
  attribute: (q, [name, value]) => `${inSpec(q)}).toHaveAttribute(${quoted(name)}, ${quoted(value)})`,
  count: (q, value) => `${inSpec(anywhere(q))}).toHaveCount(${value})`,
};

/** The lines of one step. */
export function linesOf(step, dialect) {
  const { act, kind, query, value, to } = step;
  if (kind === "returns")
    return [
      value.isNothing
        ? `expect(await tested(${value.text})).toBeUndefined();`
        : `expect(await tested(${value.text})).toEqual(${quoted(value.result)});`,
    ];
  if (act === "call") return [`await act(async () => { await result.current${value.place}(${value.text}); });`];
  if (kind === "holds")
    return [soon(`expect(result.current${value.place})${value.isNothing ? ".toBeUndefined()" : `.toEqual(${quoted(value.result)})`}`)];
  if (kind === "throws") return [`await expect((async () => tested(${value.text}))()).rejects.toThrow();`];
  if (dialect === "spec")
    return [act ? `await ${specActs[act](query, value, to)};` : `await expect(${specExpectations[kind](query, value)};`];
  return act ? libraryActs[act](query, value, to) : [libraryExpectations[kind](query, value)];
}

const HELPER = `const withText = (role, text) => screen.queryAllByRole(role).find((one) => text.test(one.textContent.replace(/\\s+/g, " ")));`;

/** What the lines of a test use, as [module, names]; "*" is the namespace, "default" the default export. */
function needs(text, dialect) {
  if (dialect === "spec") return [["@playwright/test", ["expect", "test"]]];
  const used = (names) => names.filter((name) => new RegExp(`\\b${name}\\b`).test(text));
  return [
    ["bakeoff", used(["pickExport", "renderRecorded", "renderWithoutReact", "upload"])],
    ["@testing-library/react", used(["act", "fireEvent", "renderHook", "screen", "waitFor", "within"])],
    ["@testing-library/user-event", used(["userEvent"])],
  ].filter(([, names]) => names.length);
}

const importOf = ([module, names]) =>
  `import ${module.endsWith("user-event") ? names[0] : `{ ${names.join(", ")} }`} from ${quoted(module)};`;

/** The imports that `checks` lacks for this text. */
function missingImports(checks, text, dialect, file) {
  const lines = needs(text, dialect)
    .map(([module, names]) => {
      const imported = [...checks.matchAll(/^import\s+([^;]*?)\s+from\s+["']([^"']+)["']/gm)]
        .filter((one) => one[2] === module)
        .map((one) => one[1])
        .join(" ");
      return [module, names.filter((name) => !new RegExp(`\\b${name}\\b`).test(imported))];
    })
    .filter(([, names]) => names.length)
    .map(importOf);
  if (dialect !== "spec" && !/import\s+\*\s+as\s+answer\s+from/.test(checks)) lines.unshift(`import * as answer from ${quoted(file)};`);
  return lines;
}

const chosen = (name, like) => `pickExport(answer, { ${name ? `name: ${quoted(name)}, ` : ""}like: ${like} })`;

/** The lines before the first step. */
function beginning({ dialect, name, props, isVue, args }, body) {
  if (dialect === "spec") return [`await page.goto("/");`];
  if (dialect === "hook")
    return [`const tested = ${chosen(name, "/^use[A-Z]/")};`, `const { result } = renderHook(() => tested(${args}));`];
  if (dialect === "calls") return [`const tested = ${chosen(name, "/^[a-z]/")};`];
  if (isVue) return ["renderWithoutReact(answer);"];
  const propsArgument = props && props !== "{}" ? `, ${props}` : "";
  return [`${body.includes("view.calls") ? "const view = " : ""}renderRecorded(${chosen(name, "/^[A-Z]/")}${propsArgument});`];
}

/** The test alone. about: {dialect, name, props, isVue, args}; args: of a hook, as typed. */
export function testOf(title, steps, about) {
  const body = steps.flatMap((step) => linesOf(step, about.dialect));
  if (body.filter((line) => line.startsWith("const [from, to]")).length > 1) blocks(body);
  const lines = [...beginning(about, body.join("\n")), ...body];
  const parameters = about.dialect === "spec" ? "({ page })" : "()";
  return `test(${quoted(title)}, async ${parameters} => {\n${lines.map((line) => `  ${line}`).join("\n")}\n});\n`;
}

/** With two drags in one test, each has its own block, so that its names do not clash. */
function blocks(body) {
  for (let at = body.length - 1; at >= 0; at--)
    if (body[at].startsWith("const [from, to]")) body.splice(at, 6, `{ ${body.slice(at, at + 6).join(" ")} }`);
}

/** The check file with this test at its end and the imports that it needs. file: what the checks import, as "./answer". */
export function withTest(checks, title, steps, about, file) {
  const test = testOf(title, steps, about);
  const helper = test.includes("withText(") && !checks.includes("const withText =") ? `${HELPER}\n\n` : "";
  const imports = missingImports(checks, helper + test, about.dialect, file);
  const head = imports.length ? `${imports.join("\n")}\n` : "";
  const before = checks.trim() ? `${checks.trimEnd()}\n` : "";
  return `${head}${before}\n${helper}${test}`;
}

const readable = (source) => source.replace(/^\^|\$$/g, "").replace(/\\(.)/g, "$1");
const ROLES = {
  listitem: "list item",
  textbox: "text field",
  searchbox: "search field",
  combobox: "choice",
  spinbutton: "number field",
  img: "picture",
  gridcell: "cell",
  menuitem: "menu item",
  progressbar: "progress bar",
  tabpanel: "tab's content",
};

/** Name of what a query finds, in words. */
export function wordsOf({ by, role, name, text, within, place }) {
  const kind = by === "Role" ? (ROLES[role] ?? role) : "";
  const label = name ?? text;
  const own = [kind, label ? `“${readable(label)}”` : ""].filter(Boolean).join(" ");
  return `${own}${within ? ` in “${readable(within.text)}”` : ""}${place === undefined ? "" : ` (${place + 1}.)`}`;
}

/** An expectation in words. */
export function sentenceOf({ kind, query, value }) {
  const element = query ? wordsOf(query) : "";
  if (kind === "shown") return `${element} is there`;
  if (kind === "says") return `${element} says “${value}”`;
  if (kind === "gone") return `${element}${value ? ` “${value}”` : ""} is gone`;
  if (kind === "value") return `${element} ${value === "" || value === null ? "is empty" : `has the value “${value}”`}`;
  if (kind === "checked") return `${element} is ${value ? "" : "not "}ticked`;
  if (kind === "disabled") return `${element} is ${value ? "disabled" : "enabled"}`;
  if (kind === "attribute") return `${element} has ${value[0]}="${value[1]}"`;
  if (kind === "count") return `${value} times: ${element}`;
  if (kind === "called") return `${value.prop}(${value.args.map((one) => JSON.stringify(one)).join(", ")}) is called`;
  if (kind === "holds")
    return `${value.place.replace(/^\./, "") || "it"} is ${value.isNothing ? "undefined" : JSON.stringify(value.result)}`;
  if (kind === "throws") return `(${value.text}) throws`;
  return `(${value.text}) gives ${value.isNothing ? "undefined" : JSON.stringify(value.result)}`;
}
