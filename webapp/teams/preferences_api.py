"""The person's own choices."""

from __future__ import annotations

from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Router, Schema

from evaluations.limits import MAX_SAMPLES
from evaluations.models import Preferences
from evaluations.sampling import LIMITS
from webapp.api.auth import READ
from webapp.api.problems import Problem, check
from webapp.api.schemas import Body, JsonObject, Word
from webapp.teams.mail_choice import MailForm, mail_choice_of

router = Router()
NAMES = ("theme", "kind", "language", "n_samples", "temperature", "max_tokens")
Theme = Literal["system", "light", "dark"]
TEMPERATURE, TOKENS = LIMITS["temperature"], LIMITS["max_tokens"]


class PreferencesOut(Schema):
    """theme, and what a new prompt begins with. Empty or null: the site's default. email: your address; mails: whether
    you get a mail when a run of yours that took longer than a minute has ended.
    """

    theme: Theme
    kind: str
    language: str
    n_samples: int | None
    temperature: float | None
    max_tokens: int | None
    email: str
    mails: bool


class PreferencesIn(Body):
    """Fields that are left out stay unchanged."""

    theme: Theme | None = None
    kind: Literal["", "component", "function", "hook", "page", "excel", "python", "free"] | None = None
    language: Literal["", "tsx", "jsx", "ts", "js", "html", "vue"] | None = None
    n_samples: int | None = Field(None, ge=1, le=MAX_SAMPLES)
    temperature: float | None = Field(None, ge=TEMPERATURE.low, le=TEMPERATURE.high)
    max_tokens: int | None = Field(None, ge=TOKENS.low, le=TOKENS.high)
    email: Word | None = None
    mails: bool | None = None


def _preferences_to_json(row: Preferences) -> JsonObject:
    return {**{name: getattr(row, name) for name in NAMES}, **mail_choice_of(row.user)}


@router.get("me/preferences", auth=READ, response=PreferencesOut, summary="Read your preferences")
def get_preferences(request: HttpRequest) -> JsonObject:
    """Gives the theme and the defaults of a new prompt."""
    return _preferences_to_json(Preferences.objects.for_person(request.user))


@router.patch("me/preferences", auth=READ, response=PreferencesOut, summary="Change your preferences")
def change_preferences(request: HttpRequest, body: PreferencesIn) -> JsonObject:
    """Fields that are left out stay unchanged. null in n_samples, temperature or max_tokens restores the site's
    default. email and mails are refused on a site that is not set up for e-mail.
    """
    values: dict[str, Any] = body.dict(exclude_unset=True)
    mail: dict[str, Any] = {name: values.pop(name) for name in ("email", "mails") if name in values}
    form = MailForm({**mail_choice_of(request.user), **mail})
    if mail and not settings.EMAIL_HOST:
        raise Problem(422, "This site sends no mails.", "Whoever runs it can set EMAIL_HOST.")
    if mail:
        check(form)
        form.save(request.user)
    changes = {name: value for name, value in values.items() if value is not None or name in NAMES[3:]}
    return _preferences_to_json(Preferences.objects.change(request.user, **changes))
