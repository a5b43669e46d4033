/** Compiles Vue's single-file components to modules. Loaded beside the compiler, or into a preview, for the first such file. */
import { compileScript, compileStyle, compileTemplate, parse, type SFCDescriptor } from "vue/compiler-sfc";

interface Part { path: string; id: string; isScoped: boolean }

/** A stable name for the file's scoped styles: FNV-1a of its path and source. */
function idOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

function failOn(errors: readonly (string | { message: string })[]): void {
  const [first] = errors;
  if (first) throw new Error(typeof first === "string" ? first : first.message);
}

const isTyped = ({ script, scriptSetup }: SFCDescriptor): boolean => [script, scriptSetup].some((part) => /^tsx?$/.test(part?.lang ?? ""));

function scriptOf(descriptor: SFCDescriptor, { id }: Part): string {
  if (!descriptor.script && !descriptor.scriptSetup) return "const $component = {};";
  return compileScript(descriptor, { id, inlineTemplate: true, genDefaultAs: "$component" }).content;
}

/** The render function of a file without `script setup`. With it the template is compiled into the script. */
function templateOf(descriptor: SFCDescriptor, { path, id, isScoped }: Part): string {
  if (!descriptor.template || descriptor.scriptSetup) return "";
  const { content: source, lang } = descriptor.template;
  if (lang && lang !== "html") throw new Error(`Templates in ${lang} are not supported.`);
  const { code, errors } = compileTemplate({
    source, filename: path, id, scoped: isScoped,
    compilerOptions: { scopeId: isScoped ? `data-v-${id}` : null, expressionPlugins: isTyped(descriptor) ? ["typescript"] : [] },
  });
  failOn(errors);
  return `${code.replace("export function render", "function $render")}\n$component.render = $render;`;
}

function stylesOf(descriptor: SFCDescriptor, { path, id }: Part): string {
  const texts = descriptor.styles.map(({ content: source, scoped, lang }) => {
    if (lang && lang !== "css") return source; // most of it is nesting, which CSS has now
    const { code, errors } = compileStyle({ source, filename: path, id: `data-v-${id}`, scoped });
    failOn(errors);
    return code;
  });
  const text = texts.join("\n");
  return text && `document.head.append(Object.assign(document.createElement("style"), { textContent: ${JSON.stringify(text)} }));`;
}

/** The TypeScript module of a single-file component. Throws an Error with the compiler's first complaint. */
function moduleOf(path: string, source: string): string {
  const { descriptor, errors } = parse(source, { filename: path, sourceMap: false });
  failOn(errors);
  const part: Part = { path, id: idOf(path + source), isScoped: descriptor.styles.some(({ scoped }) => scoped) };
  const name = path.slice(path.lastIndexOf("/") + 1).replace(/\.vue$/, "");
  const marks = [`$component.__name ??= ${JSON.stringify(name)};`, part.isScoped ? `$component.__scopeId = "data-v-${part.id}";` : ""];
  return [scriptOf(descriptor, part), templateOf(descriptor, part), stylesOf(descriptor, part), ...marks, "export default $component;"].join("\n");
}

(globalThis as any).bakeoffVue = moduleOf;
