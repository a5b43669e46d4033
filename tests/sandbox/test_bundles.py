"""Which bundles a case loads, in the sandbox and in the preview. Other documents do not load them."""

from __future__ import annotations

import pytest

from evaluations.packages import EXTRAS, bundles_for
from evaluations.sandbox.browser.server import _answer_to, page_path


@pytest.mark.parametrize(
    ("source", "bundles"),
    [
        ("export const add = (a, b) => a + b;", []),
        ("import { useState } from 'react'; import cn from 'classnames';", []),
        ("import * as XLSX from 'xlsx';", ["xlsx"]),
        ("const _ = require('lodash/debounce');", ["lazy-packages"]),
        ("import axios from 'axios'\nimport { Camera } from \"lucide-react\"", ["helpers", "icons"]),
        ("const m = await import('motion/react');", ["motion"]),
        ("import {\n  LineChart,\n} from 'recharts';", ["charts"]),
        ("import 'mathjs'; import { createApp } from 'vue';", ["vue", "math"]),
        ("const text = 'import from recharts';", []),
        ("import fetchMock from 'fetch-mock';", []),
    ],
)
def test_code_asks_for_what_it_imports(source: str, bundles: list[str]) -> None:
    assert bundles_for({"answer.tsx": source}) == bundles


def test_vue_files_ask_for_vue() -> None:
    assert bundles_for({"answer.vue": "<template><p>a</p></template>"}) == ["vue"]


@pytest.mark.parametrize(
    "source",
    [
        '<div className="min-h-screen bg-gray-100"><button className="p-2">a</button></div>',
        "<p className={`flex items-center ${isOn ? 'hover:bg-blue-600' : 'rounded-full'}`}>a</p>",
        "const button = cva('px-4 font-medium', { variants: { size: { lg: 'text-lg' } } });",
        '<script src="https://cdn.tailwindcss.com"></script><p class="p-4">a</p>',
        "@tailwind base;",
        '<p className="w-[37px] text-[#123456]">a</p>',
        '<p class="grid md:grid-cols-3 gap-8">a</p>',
    ],
)
def test_classes_ask_for_tailwind(source: str) -> None:
    assert bundles_for({"answer.tsx": source}) == ["tailwind"]


@pytest.mark.parametrize(
    "source",
    [
        '<div className="container"><p className="card">a</p></div>',
        # Bootstrap's own
        '<div class="d-flex align-items-center justify-content-between p-3 mb-4 shadow-sm w-100">',
        # classes that the answer defines itself
        '<style>.items-center { color: red } .flex-col { color: blue }</style><p class="items-center flex-col">a</p>',
        'const words = ["text-lg"]; // one name is no style',
        "export const gap = 8; const size = 'w-8-h';",
    ],
)
def test_other_classes_do_not_ask_for_tailwind(source: str) -> None:
    assert bundles_for({"answer.tsx": source}) == []


def test_every_set_of_bundles_has_one_document_that_loads_them_in_order() -> None:
    path = page_path(["vue", "xlsx", "tailwind"])
    assert path == "/page+xlsx+vue+tailwind"
    html = _answer_to(path).decode()
    positions = [html.index(f'src="/{name}-') for name in ("page", "xlsx", "vue", "tailwind")]
    assert positions == sorted(positions)
    assert html.count("<script") == 4
    assert _answer_to(page_path(EXTRAS)).startswith(b"HTTP/1.1 200")
    document = _answer_to("/page").decode()
    assert document.count("<script") == 1
    assert 'src="/page-' in document


NOWHERE = ["/page+vue+xlsx", "/page+xlsx+xlsx", "/page+frame", "/page+", "/page-xlsx", "/", "/spec+vue"]


@pytest.mark.parametrize("path", NOWHERE)
def test_unknown_addresses_get_404(path: str) -> None:
    assert _answer_to(path).startswith(b"HTTP/1.1 404")


@pytest.mark.parametrize("length", [20_000, 40_000])
def test_hostile_sources_are_searched_quickly(length: int) -> None:
    import time

    for piece in ("a-", "'", "sm:", "w-[", "import ", "from '", '" '):
        begun = time.perf_counter()
        bundles_for({"answer.tsx": piece * (length // len(piece))})
        assert time.perf_counter() - begun < 0.5, piece
