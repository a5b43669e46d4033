"""Code in sentences: backticks become <code>, and everything is escaped."""

from __future__ import annotations

import pytest
from django.utils.safestring import mark_safe

from evaluations.models import ModelServer, Suite
from tests import factories
from tests.webapp.page_text import html_of
from tests.webapp.rows_for_pages import sign_in
from webapp.site.text_tags import inline_code


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "Start it with `ollama serve`, or set OLLAMA_HOST.",
            "Start it with <code>ollama serve</code>, or set OLLAMA_HOST.",
        ),
        ("Write `add(a, b)` and `sub`.", "Write <code>add(a, b)</code> and <code>sub</code>."),
        ("`<b>` & <i>", "<code>&lt;b&gt;</code> &amp; &lt;i&gt;"),
        ("``a ` b``", "<code>a ` b</code>"),
        ("cut in the `mid…", "cut in the `mid…"),
        ("```js\nlet a;\n```", "```js\nlet a;\n```"),
        ("a ` b\nc ` d", "a ` b\nc ` d"),
        ("", ""),
        (None, ""),
    ],
)
def test_code_between_backticks_is_marked_and_all_is_escaped(text: str | None, shown: str) -> None:
    assert inline_code(text) == shown


def test_markup_that_is_safe_already_is_not_escaped_again() -> None:
    assert inline_code(mark_safe("<b>x</b> `y`")) == "<b>x</b> <code>y</code>"


@pytest.mark.django_db
def test_pages_show_no_backticks_in_sentences_of_ours_and_in_prompts_of_lists() -> None:
    member = sign_in(factories.make_person("mia"))
    spec = factories.make_spec("add", prompt="Write a function `add(a, b)` that adds.")
    version = factories.make_suite([spec])
    Suite.objects.update(description="Functions like `add`.")
    run = factories.make_run(version, [factories.make_model("box/small")])
    ModelServer.objects.update(is_reachable=False, message="It cannot be reached. Start it with `ollama serve`.")
    for address, code in (
        ("/models/", "ollama serve"),
        ("/prompt/", "ollama serve"),
        (f"/runs/{run.pk}/", "ollama serve"),
        ("/suites/", "add"),
        ("/suites/starter/", "add"),
        (f"/runs/{run.pk}/tasks/{version.tasks.get().pk}/", "add(a, b)"),
    ):
        page = html_of(member.get(address))
        assert f"<code>{code}</code>" in page, address
        assert f"`{code}`" not in page.replace(f'<pre class="wrap" tabindex="0">{spec.prompt}</pre>', ""), address
