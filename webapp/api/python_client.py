"""Writes clients/bakeoff_client.py from the OpenAPI document: `python -m webapp.api.python_client [--check]`.

The part that speaks HTTP is webapp/api/python_client_base.py, copied word for word; each operation becomes a method.
"""

from __future__ import annotations

import argparse
import keyword
import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
SPEAKS, CLIENT = ROOT / "webapp" / "api" / "python_client_base.py", ROOT / "clients" / "bakeoff_client.py"
HEAD = '''"""Python client of Bakeoff's API in one file, for Python 3.10 and later; only the standard library is needed.

Made by webapp/api/python_client.py from the OpenAPI document. Change that, not this.

{example}"""
'''
EXAMPLE = """    from bakeoff_client import Bakeoff
    bakeoff = Bakeoff("http://127.0.0.1:8000", token="bakeoff_…")
    run = bakeoff.create_run(suite="starter", models=["embedded/smollm2:135m"])
    bakeoff.wait_for_run(run["id"])
    for answer in bakeoff.all_pages(bakeoff.list_candidates, run=[run["id"]]):
        print(answer["task"], answer["verdict"])
"""
HERE = "    # The operations.\n"
TYPES = {"integer": "int", "number": "float", "string": "str", "boolean": "bool"}
Plain = dict[str, Any]


def generate(document: Plain) -> str:
    """The client's source; the same document gives the same text."""
    head, source = HEAD.format(example=EXAMPLE), SPEAKS.read_text().split('"""\n', 1)[1]
    methods = [
        _method(path, method, operation, document)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    ]
    speaks, tail = source.split(HERE)
    text = head + speaks.rstrip() + "\n\n" + "\n\n".join(methods) + "\n" + tail
    ruff = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(CLIENT), "-"]
    return subprocess.run(ruff, input=text, capture_output=True, text=True, check=True, cwd=ROOT).stdout


def _method(path: str, method: str, operation: Plain, document: Plain) -> str:
    places, query, headers, body, is_form = _arguments(operation, document)
    needed = [a for a in (*places, *query, *body) if a["is_needed"]]
    others = [a for a in (*query, *body, *headers) if not a["is_needed"]]
    signature = ["self", *(f"{a['name']}: {a['type']}" for a in needed if a in places)]
    keyed = [f"{a['name']}: {a['type']}" for a in needed if a not in places]
    keyed += [f"{a['name']}: {_optional(a['type'])} = {_default(a, body, is_form)}" for a in others]
    if keyed:
        signature += ["*", *keyed]
    sentence, more = operation["summary"], operation.get("description", "")
    call = [repr(method.upper()), _address(path, places)]
    for name, arguments in (("query", query), ("headers", headers), ("form" if is_form else "body", body)):
        if arguments:
            pairs = (f"{a['wire']!r}: {_sent(a, is_json=name == 'body')}" for a in arguments)
            call.append(f"{name}={{" + ", ".join(pairs) + "}")
    lines = [
        f"def {operation['operationId']}(",
        "    " + ", ".join(signature),
        ") -> Any:",
        *textwrap.indent(_docstring(sentence, more, operation), "    ").splitlines(),
        f"    return self._ask({', '.join(call)})",
    ]
    return textwrap.indent("\n".join(lines), "    ")


def _docstring(sentence: str, more: str, operation: Plain) -> str:
    may_be_none = {"200", "204"} <= set(operation["responses"])
    text = f"{sentence}. {more}".strip() + (" Gives None for 204." if may_be_none else "")
    wrapped = textwrap.wrap(" ".join(text.split()).replace("\\", "\\\\").replace('"""', "'''"), 104)
    return '"""' + "\n".join(wrapped) + ('\n"""' if len(wrapped) > 1 else '"""')


def _default(argument: Plain, body: list[Plain], is_form: bool) -> str:
    """The default of an argument. A JSON field that may be null needs another default, to distinguish null from
    nothing.
    """
    return "NOT_GIVEN" if argument in body and not is_form and argument["may_be_null"] else "None"


def _sent(argument: Plain, *, is_json: bool) -> str:
    if argument["is_file"]:
        return f"_file({argument['name']})"
    is_plain = not is_json or argument["is_needed"] or argument["may_be_null"]
    return str(argument["name"]) if is_plain else f"_given({argument['name']})"


def _arguments(operation: Plain, document: Plain) -> tuple[list[Plain], list[Plain], list[Plain], list[Plain], bool]:
    """Those of the address, the query, the headers and the body; whether the body is a form."""
    result: dict[str, list[Plain]] = {"path": [], "query": [], "header": []}
    for parameter in operation.get("parameters", []):
        is_needed = parameter["in"] == "path" or parameter.get("required", False)
        result[parameter["in"]].append(_argument(parameter["name"], parameter["schema"], is_needed, document))
    body: list[Plain] = []
    is_form = False
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        is_form = media != "application/json"
        schema = _resolved(content["schema"], document)
        needed = schema.get("required", [])
        body = [
            _argument(n, schema_of_field, n in needed, document)
            for n, schema_of_field in schema.get("properties", {}).items()
        ]
    return result["path"], result["query"], result["header"], body, is_form


def _argument(name: str, schema: Plain, is_needed: bool, document: Plain) -> Plain:
    python = name.lower().replace("-", "_")
    python = f"{python}_" if keyword.iskeyword(python) or python == "self" else python
    is_file = any(choice.get("format") == "binary" for choice in (schema, *schema.get("anyOf", [])))
    kind = "FileLike" if is_file else _type(schema, document)
    may_be_null = any(choice.get("type") == "null" for choice in schema.get("anyOf", []))
    return {
        "wire": name,
        "name": python,
        "type": kind,
        "is_needed": is_needed,
        "may_be_null": may_be_null,
        "is_file": is_file,
    }


def _resolved(schema: Plain, document: Plain) -> Plain:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _type(schema: Plain, document: Plain) -> str:
    schema = _resolved(schema, document)
    if "anyOf" in schema:
        kinds = [_type(choice, document) for choice in schema["anyOf"] if choice.get("type") != "null"]
        return _optional(kinds[0] if len(kinds) == 1 else "Any")
    if schema.get("type") == "array":
        return f"Sequence[{_type(schema.get('items', {}), document)}]"
    if schema.get("type") == "object":
        return "Mapping[str, Any]"
    return TYPES.get(str(schema.get("type")), "Any")


def _optional(kind: str) -> str:
    return kind if kind == "Any" or kind.endswith(" | None") else f"{kind} | None"


def _address(path: str, places: list[Plain]) -> str:
    for place in places:
        path = path.replace("{" + place["wire"] + "}", "{_quoted(" + place["name"] + ")}")
    return f'f"{path}"' if places else f'"{path}"'


def main() -> int:
    """Writes the file; with --check only tests whether the file is up to date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
    import django

    django.setup()
    from webapp.api_urls import api

    text = generate(api.document())
    if chosen.check:
        is_same = CLIENT.exists() and CLIENT.read_text() == text
        if not is_same:
            sys.stderr.write(f"{CLIENT.name} is not what the API says. Run: python -m webapp.api.python_client\n")
        return 0 if is_same else 1
    CLIENT.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
