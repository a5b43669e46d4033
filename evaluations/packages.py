"""Packages that resolve in the sandbox, and packages that a prompt may mention. Standard library only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain

# Majors that checks may ask for besides the usual one, which comes first.
VERSIONS = {"@testing-library/user-event": ("14", "13")}
REACT = (
    "react",
    "react/jsx-runtime",
    "react-dom",
    "react-dom/client",
    "react-dom/test-utils",
    "prop-types",
    "classnames",
    "clsx",
    "fake-indexeddb/auto",
    "@testing-library/react",
    "@testing-library/react/pure",
    "@testing-library/dom",
    "@testing-library/react-hooks",
    "@testing-library/react-hooks/dom",
    "@testing-library/user-event",
    "@testing-library/jest-dom",
    "@testing-library/jest-dom/vitest",
    "@testing-library/jest-dom/extend-expect",
)
XLSX_FILES = tuple(f"xlsx/dist/xlsx.{name}.js" for name in ("full.min", "core.min", "mini.min", "full", "core", "mini"))
# Bundle to packages: loaded for the cases that import one of them, in this order.
EXTRAS = {
    # Its documentation names the files of the package for bundlers and browsers.
    "xlsx": ("xlsx", "@e965/xlsx", "xlsx/xlsx", "xlsx/xlsx.js", "xlsx/xlsx.mjs", *XLSX_FILES),
    "lazy-packages": (
        "react-test-renderer",
        "@testing-library/react-hooks/server",
        "react-dom/server",
        "react-dom/server.browser",
        "react-popper",
        "@popperjs/core",
        "react-transition-group",
        "react-transition-group/Transition",
        "react-transition-group/CSSTransition",
        "react-transition-group/TransitionGroup",
        "react-transition-group/SwitchTransition",
        "rxjs",
        "rxjs/operators",
        "@xobotyi/scrollbar-width",
        "lodash.debounce",
        "fast-deep-equal",
        "fast-deep-equal/react",
        "fast-shallow-equal",
        "raf",
        "raf-stub",
        "redux",
        "react-redux",
        "redux-thunk",
        "papaparse",
        "react-dropzone",
        "uuid",
        "date-fns",
        "dayjs",
        "immer",
        "zustand",
    ),
    "helpers": (
        "class-variance-authority",
        "tailwind-merge",
        "@tanstack/react-table",
        "js-cookie",
        "copy-to-clipboard",
        "axios",
    ),
    "router": ("react-router-dom",),
    "icons": ("lucide-react",),
    "charts": ("recharts",),
    "motion": ("framer-motion", "motion", "motion/react"),
    "vue": ("vue",),
    "math": ("mathjs",),
    # For code whose classes ask for it: asks_for_tailwind.
    "tailwind": (),
    # Instead of the usual one, for checks that ask for it.
    "user-event-13": (),
    # For checks alone.
    "fetch-mock": ("fetch-mock",),
}
OTHER_VERSIONS = {("@testing-library/user-event", "13"): "user-event-13"}
# Resolved for a page's checks, not for its answer: an answer must not say how its own requests end.
PAGE_CHECKS_ONLY = ("fetch-mock",)
PAGE = tuple(name for name in chain(REACT, *EXTRAS.values()) if name not in PAGE_CHECKS_ONLY)
# And lodash, whole and by function.
FOR_ALL_LANES = (
    *("assert", "assert/strict", "mathjs", "readline", "readline/promises"),
    *("fs", "fs/promises", "util", "perf_hooks"),  # for lines that show an answer in use
)
# Of a Playwright spec; what the three first are is in harness/playwright/, the others read and nothing else.
SPEC = (
    "@playwright/test",
    "playwright",
    "@axe-core/playwright",
    "path",
    "path/posix",
    "fs",
    "fs/promises",
    "os",
    "url",
    "process",
    "buffer",
)
CHECKS_ONLY = ("vitest", "@jest/globals", "expect", "chai", "bakeoff")

# Packages that a prompt mentions: useful for answers, without internal packages of libraries.
FOR_ANSWERS = (
    "react",
    "react-dom",
    "xlsx",
    "papaparse",
    "react-dropzone",
    "lodash",
    "date-fns",
    "dayjs",
    "uuid",
    "immer",
    "zustand",
    "redux",
    "react-redux",
    "redux-thunk",
    "rxjs",
    "axios",
    "js-cookie",
    "copy-to-clipboard",
    "mathjs",
    "prop-types",
    "classnames",
    "clsx",
    "class-variance-authority",
    "tailwind-merge",
    "@tanstack/react-table",
    "react-router-dom",
    "lucide-react",
    "recharts",
    "framer-motion",
    "motion",
    "react-transition-group",
    "react-popper",
)
FOR_VUE = (
    "vue",
    *("xlsx", "papaparse", "lodash", "date-fns", "dayjs", "uuid", "immer", "rxjs", "axios", "js-cookie"),
    *("copy-to-clipboard", "mathjs", "clsx", "tailwind-merge", "motion"),
)
FOR_TESTS = (
    "vitest",
    "@testing-library/react",
    "@testing-library/user-event",
    "@testing-library/jest-dom",
    "fetch-mock",
)

KNOWN = {*PAGE, *FOR_ALL_LANES, *FOR_ANSWERS, *FOR_VUE, *CHECKS_ONLY}
IMPORT = re.compile(r"""(?:\bfrom|\bimport|\b(?:require|import)\()\s*["']([^"'\n]{1,200})["']""")
XLSX_GLOBAL = re.compile(r"\bXLSX\.")  # what SheetJS's browser build puts into the page
LODASH = re.compile(r"lodash(?:/\w+)?")
SAYS_TAILWIND = re.compile(
    r"""cdn\.tailwindcss\.com|@tailwindcss/browser|/\.bundled/tailwindcss|@(?:tailwind|apply)\s+\w|@import\s+["']tailwindcss"""
)
COLOURS = (
    "slate|gray|zinc|neutral|stone|red|orange|amber|yellow|lime|green|emerald|teal|cyan|sky|blue|indigo|violet|purple"
    "|fuchsia|pink|rose"
)
# Classes of Tailwind that Bootstrap does not have: it counts its sizes to 5 and writes out `align-items-center`.
TAILWIND_CLASS = re.compile(
    r"""(?<=["'`\s])(?:[a-z-]{1,20}:){0,3}(?:"""
    rf"(?:bg|text|border|ring|from|via|to|divide|fill|stroke|placeholder|accent|shadow)-(?:{COLOURS})-(?:50|[1-9]00|950)"
    r"|(?:min-)?[hw]-screen|max-w-(?:xs|sm|md|lg|xl|[2-7]xl)|space-[xy]-\d+|(?:grid-cols|col-span)-\d+"
    r"|text-(?:xs|sm|base|lg|xl|[2-9]xl)|font-(?:thin|light|medium|semibold|bold)|rounded-(?:md|xl|2xl|3xl|full)"
    r"|(?:[pm][xytblr]?|gap|w|h)-(?:6|8|10|12|16|20|24|32|40|48|56|64)|items-(?:center|start|end)"
    r"|justify-(?:between|center|start|end|around)|flex-(?:col|1)|[a-z-]{1,20}-\[[^\]\s\"'`]{1,60}\]"
    r""")(?:/\d+)?(?=["'`\s])"""
)
ENOUGH_CLASSES = 2  # one alone may be a name of the answer's own


def asks_for_tailwind(files: Mapping[str, str]) -> bool:
    """Return whether code loads Tailwind, or names classes of it that it does not define itself."""
    text = "\n".join(files.values())
    if SAYS_TAILWIND.search(text):
        return True
    names = set()
    for match in TAILWIND_CLASS.finditer(text):
        if match.group() not in names and f".{match.group()}" not in text:
            names.add(match.group())
            if len(names) == ENOUGH_CLASSES:
                return True
    return False


def bundles_for(files: Mapping[str, str]) -> list[str]:
    """Return the extras that this code imports or asks for, in the order in which they are loaded."""
    imported = {name for source in files.values() for name in IMPORT.findall(source)} - {*PAGE_CHECKS_ONLY}
    is_vue = any(path.endswith(".vue") for path in files)
    needed = {extra for extra, names in EXTRAS.items() if imported.intersection(names)}
    if any(LODASH.fullmatch(name) for name in imported):
        needed.add("lazy-packages")
    if is_vue:
        needed.add("vue")
    if any(XLSX_GLOBAL.search(source) for source in files.values()):
        needed.add("xlsx")
    if asks_for_tailwind(files):
        needed.add("tailwind")
    return [extra for extra in EXTRAS if extra in needed]


def is_known(name: str) -> bool:
    """Return whether an import of this name can be right: a package that resolves here, a part of one, or an own
    file.
    """
    parts = name.split("/")
    package = "/".join(parts[: 2 if name.startswith("@") else 1])
    return name.startswith((".", "/", "#", "http:", "https:")) or name in KNOWN or package in KNOWN
