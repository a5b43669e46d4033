"""Every template is given a typed context, and reads no variable that the context lacks."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints, is_typeddict

from django.conf import settings as site
from django.template import engines
from django.template.engine import Engine

from evaluations.typed_template import TypedTemplate
from tests.webapp.site.template_variables import Reading, read_template

ROOT = Path(site.BASE_DIR)
# What the context processors of webapp/settings.py give to every page.
OF_EVERY_PAGE = {
    "DEFAULT_MESSAGE_LEVELS",
    "csrf_token",
    "is_admin",
    "is_member",
    "is_sandbox_off",
    "member",
    "messages",
    "n_loaded",
    "perms",
    "places",
    "request",
    "team",
    "theme",
    "themes",
    "user",
}
# Variables that a template may be included without: nothing is shown for them.
OPTIONAL = {
    "conversations/_follow_up.html": {"is_asked", "shown_open"},
    "conversations/_follow_up_preview.html": {"is_asked", "shown_open"},
    "runs/_filters.html": {"is_beside"},
    "runs/_matrix.html": {"is_beside"},
    "runs/_progress.html": {"with_words"},
    "site/_field.html": {"class", "help"},
    "task_editor/_text.html": {"class", "code", "rows"},
}
RENDERERS = {"render", "render_to_string", "get_template", "select_template", "TemplateResponse", "TemplateView"}


@cache
def typed_templates() -> tuple[TypedTemplate[Any], ...]:
    templates: dict[int, TypedTemplate[Any]] = {}
    for folder in ("webapp", "evaluations/exports"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if " = TypedTemplate(" in path.read_text():
                module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
                templates |= {id(value): value for value in vars(module).values() if isinstance(value, TypedTemplate)}
    return tuple(sorted(templates.values(), key=lambda template: template.name))


@cache
def inclusion_tags() -> dict[str, tuple[str, Callable[..., Any]]]:
    """Name of each tag that renders a template of its own, with that template and the function."""
    engine: Engine = engines["django"].engine  # type: ignore[attr-defined]
    tags = {}
    for library in [*engine.template_builtins, *engine.template_libraries.values()]:
        for name, compile_tag in library.tags.items():
            closure = inspect.getclosurevars(compile_tag).nonlocals
            if "filename" in closure and "func" in closure:
                tags[name] = (closure["filename"], closure["func"])
    return tags


def keys_of(context_type: Any) -> set[str]:
    return set(context_type.__required_keys__ | context_type.__optional_keys__)


@cache
def readings() -> dict[tuple[str, Any], Reading]:
    """What each template reads, by its name and the type of its context."""
    pages = [(template.name, template.context_type) for template in typed_templates()]
    tags = [(name, get_type_hints(function)["return"]) for name, function in inclusion_tags().values()]
    return {(name, kind): read_template(name, keys_of(kind) | OF_EVERY_PAGE, OPTIONAL) for name, kind in pages + tags}


def imported_names(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django"):
            yield from ((alias.name, node.lineno) for alias in node.names)


def test_templates_are_rendered_only_with_a_typed_context() -> None:
    untyped = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for folder in ("webapp", "evaluations", "scripts")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path.name != "typed_template.py"
        for name, line in imported_names(path)
        if name in RENDERERS
    ]
    assert untyped == []


def test_contexts_are_typed_dicts() -> None:
    assert len(typed_templates()) > 100
    assert [template.name for template in typed_templates() if not is_typeddict(template.context_type)] == []
    assert len(inclusion_tags()) > 5
    hints = {name: get_type_hints(function).get("return") for name, (_, function) in inclusion_tags().items()}
    assert [name for name, kind in hints.items() if not is_typeddict(kind)] == []


def test_templates_read_no_variable_that_their_context_lacks() -> None:
    unbound = sorted({str(variable) for reading in readings().values() for variable in reading.unbound})
    assert not unbound, "\n".join(unbound)


def test_no_key_of_a_context_is_unread() -> None:
    """A type may be shared: one of the templates with this key reads it."""
    read: dict[tuple[str, Any], set[str]] = {}
    for (name, kind), reading in readings().items():
        for key in keys_of(kind):
            read.setdefault((key, str(kind.__annotations__[key])), set())
            if key in reading.read:
                read[key, str(kind.__annotations__[key])].add(name)
    unread = [
        f"{kind.__module__}.{kind.__name__}: {key}"
        for (name, kind) in readings()
        for key in sorted(keys_of(kind))
        if not read[key, str(kind.__annotations__[key])]
    ]
    assert sorted(set(unread)) == []


def test_every_template_is_used() -> None:
    files = {str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.html")}
    used = {name for reading in readings().values() for name in reading.templates}
    assert files - used == set()


def test_misspelt_variable_is_found(tmp_path: Path, settings: Any) -> None:
    part = (
        "{% for task in tasks %}{{ task.title|default:team.nam }}{{ forloop.counter }}{% endfor %}{{ task }}{{ note }}"
    )
    page = "{% if rnu.state == 'done' and run %}{% with a=run.pk b=bb %}{{ a }}{% include 'part.html' with note=a %}"
    (tmp_path / "part.html").write_text(part)
    (tmp_path / "page.html").write_text(page + "{% endwith %}{% endif %}{{ a }}{% url 'x' pk as there %}{{ there }}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    reading = read_template("page.html", {"run", "tasks", "unused"}, {})
    assert sorted(variable.name for variable in reading.unbound) == ["a", "bb", "pk", "rnu", "task", "team"]
    assert reading.read == {"run", "tasks"}
