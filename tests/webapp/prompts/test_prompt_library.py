"""The team's library of prompts: placeholders, the pages and the API, and who may change it."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client

from evaluations.models import Membership, PromptTemplate, Run, Team
from tests.webapp.api_client import body_of, caller
from tests.webapp.prompts.test_prompt_page import typed
from tests.webapp.rows_for_pages import make_model, make_person, sign_in

pytestmark = pytest.mark.django_db
TEXT = "Write a {size} list of {fruit names}.\nKeep {{count}}, {size} and { a: 1 }."


@pytest.fixture
def member() -> Client:
    return sign_in(make_person("mia"))


def make_template(**kwargs: Any) -> PromptTemplate:
    values = {"team": Team.objects.default(), "title": "A list", "text": TEXT, "kind": "page"}
    return PromptTemplate.objects.create(**values | kwargs)


def test_words_in_braces_are_placeholders_and_double_braces_are_text() -> None:
    template = PromptTemplate(text=TEXT)
    assert template.placeholders == ["size", "fruit names"]
    filled = template.filled({"size": "{fruit names}", "fruit names": "pears"})
    assert filled == "Write a {fruit names} list of pears.\nKeep {count}, {fruit names} and { a: 1 }."
    assert template.filled({}).startswith("Write a {size} list")


def test_placeholders_are_filled_in_by_a_small_form(member: Client) -> None:
    template = make_template()
    page = html.unescape(member.get(f"/prompt/templates/{template.pk}/").content.decode())
    assert 'name="value-fruit names"' in page
    params: dict[str, str | int] = {"template": template.pk, "value-size": "short", "value-fruit names": "<b>pears</b>"}
    form = member.get("/prompt/", params).context["form"]
    assert form["prompt"].value().startswith("Write a short list of <b>pears</b>.")
    assert form["kind"].value() == "page"


def test_typed_prompt_becomes_a_template_and_stays_in_the_form(member: Client) -> None:
    page = member.post("/prompt/", typed(prompt="Sort {things}\nby name", action="template"))
    form = page.context["form"]
    assert (form["title"].value(), form["text"].value()) == ("Sort {things}", "Sort {things}\nby name")
    assert "Sort {things}" in member.get("/prompt/").content.decode()
    created = member.post("/prompt/templates/", {"title": "Sort", "text": "Sort {things}", "kind": "component"})
    assert created.status_code == 302
    again = member.post("/prompt/templates/", {"title": "Sort", "text": "Sort {things}", "kind": "component"})
    assert "already. Choose another title." in html.unescape(again.content.decode())
    assert not Run.objects.exists()


def test_template_of_another_team_is_404(member: Client) -> None:
    theirs = make_template(team=Team.objects.create(name="Other", slug="other"))
    assert member.get(f"/prompt/?template={theirs.pk}").status_code == 404
    assert member.get(f"/prompt/templates/{theirs.pk}/").status_code == 404
    assert member.post(f"/prompt/templates/{theirs.pk}/delete/").status_code == 404


def test_viewer_uses_templates_but_cannot_change_them() -> None:
    viewer = sign_in(make_person("vic", role=Membership.Role.VIEWER))
    template = make_template()
    assert viewer.get(f"/prompt/templates/{template.pk}/").status_code == 200
    assert viewer.post("/prompt/templates/", {"title": "x", "text": "y", "kind": "page"}).status_code == 403
    assert viewer.post(f"/prompt/templates/{template.pk}/delete/").status_code == 403


def test_api_does_what_the_pages_do() -> None:
    mia = caller()
    created = body_of(mia.send("templates", {"title": "A list", "text": TEXT}), 201)
    assert created["placeholders"] == ["size", "fruit names"]
    filled = body_of(mia.send(f"templates/{created['id']}/fill", {"values": {"size": "long"}}))
    assert (filled["prompt"][:12], filled["missing"]) == ("Write a long", ["fruit names"])
    assert "already" in str(body_of(mia.send("templates", {"title": "A list", "text": "x"}), 422))
    assert body_of(mia.get("templates"))["count"] == 1


def test_favourites_come_first_and_are_ticked_before_the_first_prompt(member: Client) -> None:
    make_model("box/a")
    second = make_model("box/b")
    assert member.post(f"/models/{second.pk}/favourite/", {"is_favourite": "1"}).status_code == 302
    context = member.get("/prompt/").context
    assert [[choice.model.name for choice in group.models] for group in context["groups"]] == [["b"], ["a"]]
    assert context["ticked"] == {str(second.pk)}
    member.post(f"/models/{second.pk}/favourite/", {"is_favourite": ""})
    assert member.get("/prompt/").context["ticked"] == set()
