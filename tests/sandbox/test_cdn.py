"""A script from a CDN is replaced by our library of the same package and major version, and by no other."""

from __future__ import annotations

import pytest

from evaluations.cdn import bundled_in, library_of, with_bundled
from evaluations.packages import bundles_for
from evaluations.sandbox.playwright.files import ORIGIN, Site
from webapp.previews.frame import library_scripts


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://unpkg.com/react@18/umd/react.development.js", "react"),
        ("https://unpkg.com/react@18.2.0/umd/react.production.min.js", "react"),
        ("https://unpkg.com/react@17/umd/react.development.js", None),
        ("//cdn.jsdelivr.net/npm/react-dom@^18.0.0/umd/react-dom.js", "react-dom"),
        ("https://unpkg.com/vue@next", "vue"),
        ("https://unpkg.com/vue", "vue"),
        ("https://cdn.jsdelivr.net/npm/vue@2", None),
        ("https://cdnjs.cloudflare.com/ajax/libs/lodash.js/4.17.21/lodash.min.js", "lodash"),
        ("https://cdnjs.cloudflare.com/ajax/libs/PapaParse/5.4.1/papaparse.min.js", "papaparse"),
        ("https://cdn.sheetjs.com/xlsx-0.20.3/package/dist/xlsx.full.min.js", "xlsx"),
        ("https://cdn.tailwindcss.com?plugins=forms", "tailwindcss"),
        ("https://cdn.jsdelivr.net/npm/@tailwindcss/browser@4", "tailwindcss"),
        ("https://code.jquery.com/jquery-3.7.1.min.js", None),
        ("https://cdn.jsdelivr.net/npm/chart.js", None),
        ("https://evil.example/unpkg.com/react@18", None),
        ("https://unpkg.com.evil.example/react@18", None),
        ("https://evil.example/?//unpkg.com/react@18", None),
    ],
)
def test_package_and_major_version_decide(address: str, name: str | None) -> None:
    assert library_of(address) == name


def test_page_is_rewritten_and_says_so() -> None:
    page = with_bundled(
        '<link rel="stylesheet" href="https://cdn.jsdelivr.net/npm/bootstrap@5/dist/css/bootstrap.min.css">'
        '<script defer integrity="sha384-x" crossorigin src="https://unpkg.com/react@18/umd/react.js"></script>'
        '<script type="module" src="https://unpkg.com/vue@3"></script><script src="own.js"></script>'
    )
    assert '<script src="/.bundled/react.js"></script>' in page.html
    assert '<script src="own.js">' in page.html
    assert page.libraries == ("react",)
    assert page.notes == (
        "react 18 came from the bundle, in place of https://unpkg.com/react@18/umd/react.js.",
        "There is no network: https://unpkg.com/vue@3 was not loaded.",
        "There is no network: https://cdn.jsdelivr.net/npm/bootstrap@5/dist/css/bootstrap.min.css was not loaded.",
    )


def test_site_has_the_library_and_no_other_file_there() -> None:
    site = Site(
        {"index.html": '<script src="https://unpkg.com/react@18"></script>', ".bundled/vue.js": "own"}, "index.html"
    )
    front = site.answer("GET", f"{ORIGIN}/")
    assert front is not None
    assert front.notes
    script = site.answer("GET", f"{ORIGIN}/.bundled/react.js")
    assert script is not None
    assert "React" in script.body
    for name in ("unknown", "../cdn-react", "page"):
        answer = site.answer("GET", f"{ORIGIN}/.bundled/{name}.js")
        assert answer is not None
        assert answer.status == 404


def test_preview_loads_the_same_libraries() -> None:
    files = {"index.html": with_bundled('<script src="https://unpkg.com/react@18"></script><p>a</p>').html}
    assert bundled_in(files) == ["react"]
    assert library_scripts(files) == ["vendor/preview-cdn-react.js"]
    tailwind = {"index.html": with_bundled('<script src="https://cdn.tailwindcss.com"></script>').html}
    assert bundles_for(tailwind) == ["tailwind"]
    assert library_scripts(tailwind) == ["vendor/preview-tailwind.js"]
    assert bundled_in({"answer.tsx": 'const a = `<script src="/.bundled/react.js">`'}) == []
