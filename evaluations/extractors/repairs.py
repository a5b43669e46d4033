"""Small repairs of code that a file of its own, or a browser's page, would take as it is."""

from __future__ import annotations

import re

from evaluations.extractors.notation import outside_texts
from evaluations.extractors.syntax import Code

SHEBANG = re.compile(r"\A\s*#![^\n]*\n")
META = re.compile(r"\bimport\s*\.\s*meta\b")
# Vite's names, with the values that they have in its tests.
META_VALUE = '({ url: "file:///answer.js", env: { MODE: "test", DEV: true, PROD: false, SSR: false, BASE_URL: "/" } })'
NAMELESS = re.compile(
    r"^(?:export\s+default\s+|module\.exports\s*=\s*|export\s*=\s*)"
    r"(?=(?:async\s+)?(?:function\s*\(|\([^()]*\)\s*(?::[^=]*)?=>|\w+\s*=>))",
    re.MULTILINE,
)
HANDED_OUT = re.compile(r"\b(window|globalThis|self|global)\s*\.\s*([A-Za-z_$][\w$]*)\s*=(?![=>])")


def as_loaded(source: str) -> str:
    """Return the source without what only a file of its own may contain: `#!/usr/bin/env node`, `import.meta`."""
    if "#!" in source:
        source = SHEBANG.sub("", source)
    return outside_texts(source, lambda part: META.sub(META_VALUE, part)) if META.search(source) else source


def with_declaration(source: str, code: Code, name: str | None) -> str:
    """Return the source with a declaration of the entry point, where it is only assigned: `add = …`, `window.add = …`.

    A function without a name that is all that a file exports gets the name: `module.exports = (a, b) => …`.
    """
    statement = code.assignment_of(name) if name else None
    if name and name not in code.declared | code.exported and (default := _method_of_default(source, name)):
        return default
    if statement is None and name and not code.declared and (match := NAMELESS.search(source)):
        return f"{source[: match.start()]}var {name} = {source[match.end() :]}"
    if statement is None and not (name in code.declared if name else code.declared) and not code.exported:
        return source + _window_exports(code.source, name)
    if statement is None or not source.endswith(code.source):
        return source
    text = code.source[statement.start : statement.end]
    if re.match(rf"{re.escape(name or '')}\s*=", text):
        at = len(source) - len(code.source) + statement.start
        return f"{source[:at]}var {source[at:]}"
    return f"{source}\nvar {name} = {text.partition('=')[0].strip()};"


def _window_exports(source: str, name: str | None) -> str:
    """Return declarations of names that a called function puts on the window: `(() => { window.add = … })()`."""
    names = dict.fromkeys(name for _, name in HANDED_OUT.findall(source))
    exports = [export for export in names if name in (None, export)]
    return "".join(f"\nvar {export} = globalThis.{export};" for export in exports)


def _method_of_default(source: str, name: str) -> str:
    """Return the source with a declaration of a method that it exports in an object: `export default { add() {} }`."""
    head = re.search(r"^export\s+default\s+(?=\{)", source, re.MULTILINE)
    if not head or not re.search(
        rf"(?:[{{,]|^)\s*(?:async\s+)?{re.escape(name)}\s*[(:]", source[head.end() :], re.MULTILINE
    ):
        return ""
    before, after = source[: head.start()], source[head.end() :]
    return f"{before}var defaultExport = {after}\nexport default defaultExport;\nvar {name} = defaultExport.{name};"
