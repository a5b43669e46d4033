"""The generated Python client of the API, loaded as a module."""

from __future__ import annotations

from functools import cache
from types import ModuleType

from webapp.api.python_client import FILE_NAME, generate


@cache
def source() -> str:
    """Return the client's text. The API is loaded with the first call."""
    from webapp.api_urls import api

    return generate(api.document())


@cache
def python_client() -> ModuleType:
    """Return the module that a program imports as bakeoff_client."""
    module = ModuleType("bakeoff_client")
    exec(compile(source(), FILE_NAME, "exec"), module.__dict__)
    return module
