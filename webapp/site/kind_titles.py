"""Kinds and languages of tasks by what people call them, in the order in which forms offer them."""

from __future__ import annotations

from evaluations.records import Kind

KIND_TITLES = {
    Kind.COMPONENT: "Component",
    Kind.FUNCTION: "Function",
    Kind.HOOK: "React hook",
    Kind.PAGE: "Page",
    Kind.EXCEL: "Excel upload",
    Kind.WRITE_TESTS: "Write tests",
    Kind.EDIT: "Change given files",
    Kind.VISUAL: "Rebuild a picture",
    Kind.PYTHON: "Python",
    Kind.FREE: "Free: people judge it",
}
LANGUAGE_TITLES = {
    "tsx": "TSX",
    "jsx": "JSX",
    "ts": "TypeScript",
    "js": "JavaScript",
    "html": "HTML page",
    "vue": "Vue 3 file",
    "py": "Python",
}
