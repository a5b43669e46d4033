/** Turns class decorators (`@logged class Panel …`), which neither sucrase nor the browser supports, into plain calls. */
// @ts-expect-error: its typings lie elsewhere
import { parse } from "../../../node_modules/sucrase/dist/esm/parser/index.js";
// @ts-expect-error: its typings lie elsewhere
import { TokenType as tt } from "../../../node_modules/sucrase/dist/esm/parser/tokenizer/types.js";

interface Token { type: number; start: number; end: number; contextId: number | null; isType: boolean; isExpression: boolean }
interface Edit { start: number; end: number; text: string }

// The decorators of one class, the last one first, as in the standard and in TypeScript's older form.
const APPLY = `
function $decorate(type, name, decorators) {
  const started = [];
  for (let i = decorators.length - 1; i >= 0; i--)
    type = decorators[i](type, { kind: "class", name, metadata: {}, addInitializer: (start) => { started.push(start); } }) ?? type;
  for (const start of started) start.call(type);
  return type;
}`;

/** Replaces each decorated class declaration by the class and a call. Decorators of members stay unchanged. */
export function withoutClassDecorators(source: string, isTs: boolean, isJsx: boolean): string {
  if (!/@[\w$(]/.test(source) || !/\bclass\b/.test(source)) return source;
  const { tokens } = parse(source, isJsx, isTs, false) as { tokens: Token[] };
  const edits: Edit[] = [];
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i].type !== tt.at || tokens[i].isType) continue;
    const from = i;
    const decorators: string[] = [];
    while (tokens[i].type === tt.at) {
      const end = endOfDecorator(tokens, i + 1);
      decorators.push(source.slice(tokens[i].end, tokens[end - 1].end));
      i = end;
    }
    edits.push(...editsOf(source, tokens, from, i, decorators));
    i--;
  }
  if (!edits.length) return source;
  let made = "";
  let at = 0;
  for (const { start, end, text } of edits.toSorted((a, b) => a.start - b.start)) {
    made += source.slice(at, start) + text;
    at = end;
  }
  return made + source.slice(at) + APPLY;
}

/** The index after a decorator: a name with members and a call, or anything in brackets. */
function endOfDecorator(tokens: Token[], at: number): number {
  if (tokens[at].type === tt.parenL) return closing(tokens, at);
  at++;
  while (tokens[at].type === tt.dot) at += 2;
  return tokens[at].type === tt.parenL ? closing(tokens, at) : at;
}

function closing(tokens: Token[], at: number): number {
  for (let depth = 0; at < tokens.length; at++) {
    if (tokens[at].type === tt.parenL) depth++;
    if (tokens[at].type === tt.parenR && --depth === 0) return at + 1;
  }
  return at;
}

function editsOf(source: string, tokens: Token[], from: number, behind: number, decorators: string[]): Edit[] {
  let at = behind;
  const isType = (index: number, type: number): boolean => tokens[index]?.type === type;
  const before = isType(from - 1, tt._default) ? from - 2 : from; // export default @logged class …
  if (isType(at, tt._export)) at++;
  const isDefault = isType(at, tt._default) || before < from;
  if (isType(at, tt._default)) at++;
  if (isType(at, tt._abstract)) at++;
  const type = tokens[at];
  if (type?.type !== tt._class || (type.isExpression && !isDefault)) return [];
  const end = tokens.find((token) => token.type === tt.braceR && token.contextId === type.contextId && token.start > type.start);
  if (!end) return [];
  const isNamed = isType(at + 1, tt.name) && !tokens[at + 1].isType;
  const name = isNamed ? source.slice(tokens[at + 1].start, tokens[at + 1].end) : "$Decorated";
  const call = `;${name} = $decorate(${name}, "${isNamed ? name : ""}", [${decorators.join(", ")}]);`;
  const edits = [
    blank(source, tokens[isDefault ? before : from].start, tokens[behind - 1].end),
    { start: end.end, end: end.end, text: isDefault ? `${call} export default ${name};` : call },
  ];
  if (isDefault && before === from) edits.push(blank(source, tokens[behind].start, tokens[behind + 1].end));
  if (!isNamed) edits.push({ start: type.end, end: type.end, text: ` ${name}` });
  return edits;
}

/** Removes a piece of the source and keeps its line breaks. */
const blank = (source: string, start: number, end: number): Edit => ({ start, end, text: source.slice(start, end).replace(/[^\n]/g, " ") });
