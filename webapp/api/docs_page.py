"""The OpenAPI document as a page shows it: operations by family, fields in words, a command to try each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from webapp.api.auth import SCOPES

JsonObject = dict[str, Any]
PLACES = {"path": "address", "query": "query", "header": "header"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldWords:
    """One field of a request. kind: its type in words."""

    name: str
    place: str
    kind: str
    is_needed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationDoc:
    """One operation. scope: empty when any token is enough. answers: status and description."""

    id: str
    method: str
    path: str
    summary: str
    note: str
    scope: str
    fields: list[FieldWords]
    answers: list[tuple[str, str]]
    command: str


def families(document: JsonObject, address: str) -> list[tuple[str, list[OperationDoc]]]:
    """Return the families in the document's order. address: of this site, for the commands."""
    by_family: dict[str, list[OperationDoc]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            operation_doc = _described(document, path, method.upper(), operation, address)
            by_family.setdefault(operation["tags"][0], []).append(operation_doc)
    return list(by_family.items())


def search(documented: list[tuple[str, list[OperationDoc]]], query: str) -> list[tuple[str, list[OperationDoc]]]:
    """Return families with the operations that contain every word in name, method, address, sentence or fields."""
    words = query.lower().split()
    matches = [
        (name, [row for row in rows if all(word in _text(name, row) for word in words)]) for name, rows in documented
    ]
    return [(name, rows) for name, rows in matches if rows]


def _text(family: str, row: OperationDoc) -> str:
    fields = " ".join(field.name for field in row.fields)
    return f"{family} {row.id} {row.method} {row.path} {row.summary} {row.note} {row.scope} {fields}".lower()


def _described(document: JsonObject, path: str, method: str, operation: JsonObject, address: str) -> OperationDoc:
    fields = list(_fields(document, operation))
    return OperationDoc(
        id=operation["operationId"],
        method=method,
        path=path,
        summary=operation["summary"],
        note=operation.get("description", ""),
        fields=fields,
        answers=list(_answers(document, operation)),
        scope=next((SCOPES.get(name, "") for entry in operation["security"] for name in entry), ""),
        command=_command(address, path, method, fields),
    )


def _fields(document: JsonObject, operation: JsonObject) -> Iterator[FieldWords]:
    for parameter in operation.get("parameters", []):
        is_needed = parameter["in"] == "path" or parameter.get("required", False)
        kind = words(document, parameter["schema"])
        yield FieldWords(name=parameter["name"], place=PLACES[parameter["in"]], kind=kind, is_needed=is_needed)
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        schema, location = _resolved(document, content["schema"]), "body" if media == "application/json" else "form"
        for name, field_schema in schema.get("properties", {}).items():
            is_needed = name in schema.get("required", [])
            yield FieldWords(name=name, place=location, kind=words(document, field_schema), is_needed=is_needed)


def _answers(document: JsonObject, operation: JsonObject) -> Iterator[tuple[str, str]]:
    for status, response in operation["responses"].items():
        if status == "default":
            continue
        for media, content in response.get("content", {"": {}}).items():
            schema = content.get("schema", {})
            is_json = media == "application/json" and schema
            yield status, ("nothing" if not media else words(document, schema) if is_json else f"a file, {media}")


def _resolved(document: JsonObject, schema: JsonObject) -> JsonObject:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def words(document: JsonObject, schema: JsonObject, depth: int = 1) -> str:
    """Describe a schema in words: `list of text`, `number 1 to 20, 1 when left out`, `{id, title, …}`."""
    schema = _resolved(document, schema)
    kind = schema.get("type", "")
    if "anyOf" in schema:
        alternatives = " or ".join(words(document, alternative, depth) for alternative in schema["anyOf"])
    elif "enum" in schema:
        alternatives = " | ".join(str(alternative) or "empty" for alternative in schema["enum"])
    elif "const" in schema:
        alternatives = str(schema["const"])
    elif kind == "array":
        alternatives = f"list of {words(document, schema.get('items', {}), depth)}"
    elif kind == "object" and schema.get("properties"):
        alternatives = _object(document, schema, depth)
    elif kind in ("integer", "number"):
        alternatives = f"{'whole number' if kind == 'integer' else 'number'}{_range(schema)}"
    else:
        names = {"string": "text", "boolean": "true or false", "object": "object", "null": "null"}
        alternatives = "file" if schema.get("format") == "binary" else names.get(kind, "any")
    default = schema.get("default")
    return alternatives if default in (None, "", []) else f"{alternatives}; {json.dumps(default)} when left out"


def _object(document: JsonObject, schema: JsonObject, depth: int) -> str:
    inner = [
        f"{name} {words(document, field_schema, depth - 1)}"
        if depth and "list" in _outer(document, field_schema)
        else name
        for name, field_schema in schema["properties"].items()
    ]
    return "{" + ", ".join(inner) + "}"


def _outer(document: JsonObject, schema: JsonObject) -> str:
    resolved = _resolved(document, schema)
    return "list" if resolved.get("type") == "array" and "$ref" in resolved.get("items", {}) else ""


def _range(schema: JsonObject) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is None and high is None:
        return ""
    return f" from {low}" if high is None or high > 2**62 else f" {low} to {high}"


def _command(address: str, path: str, method: str, fields: list[FieldWords]) -> str:
    pieces = ["curl", '-H "Authorization: Bearer $BAKEOFF_TOKEN"']
    if method != "GET":
        pieces.append(f"-X {method}")
    forms = [field for field in fields if field.place == "form" and field.is_needed]
    bodies = {field.name: _example(field) for field in fields if field.place == "body" and field.is_needed}
    pieces += [f"-F {field.name}=@FILE" for field in forms]
    if any(field.place == "body" for field in fields):
        pieces.append(f"--json '{json.dumps(bodies, ensure_ascii=False)}'")
    query = "&".join(f"{field.name}=…" for field in fields if field.place == "query" and field.is_needed)
    return " ".join([*pieces, f'"{address}{path}{"?" if query else ""}{query}"'])


def _example(field: FieldWords) -> Any:
    if field.kind.startswith("list"):
        return ["…"] if "text" in field.kind else [1]
    return 1 if "number" in field.kind else "…"
