"""A person's own choices: theme, and defaults of a new prompt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.limits import MAX_SAMPLES
from evaluations.models import FavouriteModel, Membership, Preferences, RunMail
from evaluations.models.preferences import Theme
from evaluations.queries.usage import Usage, read_usage
from evaluations.typed_template import TypedTemplate
from webapp.prompts.forms import KINDS, LANGUAGES
from webapp.runs.sampling_fields import number_field
from webapp.site.access import current_team, membership
from webapp.site.next_page import next_page
from webapp.teams.mail_choice import MailForm, last_mail_error, mail_choice_of


class PreferencesForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at runtime
    """Empty: the site's default."""

    kind = forms.ChoiceField(label="Kind", choices=[("", "Component"), *KINDS[1:]], required=False)
    language = forms.ChoiceField(label="Language", choices=LANGUAGES, required=False)
    n_samples = forms.IntegerField(label="Samples", min_value=1, max_value=MAX_SAMPLES, required=False)
    temperature = number_field("temperature")
    max_tokens = number_field("max_tokens", initial=1024)

    class Meta:
        model = Preferences
        fields = ("theme", "kind", "language", "n_samples", "temperature", "max_tokens")


class PreferencesPage(TypedDict):
    """mail_form: None on a site without e-mail. unsent_mail: the last mail to the person, if it could not be sent.

    limits: the present use of the person and the team.
    """

    form: PreferencesForm
    mail_form: MailForm | None
    unsent_mail: RunMail | None
    limits: list[Usage]
    is_reviewer: bool
    favourites: Iterable[FavouriteModel]


PREFERENCES_PAGE = TypedTemplate("teams/preferences.html", PreferencesPage)


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Show and change them."""
    current_team(request)
    row = Preferences.objects.for_person(request.user)
    form = PreferencesForm(request.POST or None, instance=row)
    mail_form = MailForm(request.POST or None, initial=mail_choice_of(request.user)) if settings.EMAIL_HOST else None
    if request.method == "POST" and form.is_valid() and (mail_form is None or mail_form.is_valid()):
        form.save()
        if mail_form is not None:
            mail_form.save(request.user)
        messages.success(request, "Saved.")
        return redirect("preferences")
    has_errors = bool(form.errors or (mail_form and mail_form.errors))
    return PREFERENCES_PAGE.response(request, _context(request, form, mail_form), 422 if has_errors else 200)


def _context(request: HttpRequest, form: PreferencesForm, mail_form: MailForm | None) -> PreferencesPage:
    member = membership(request)
    is_reviewer = member is None or member.role == Membership.Role.REVIEWER
    favourites = FavouriteModel.objects.filter(user=request.user.pk).select_related("model__server")
    return {
        "form": form,
        "mail_form": mail_form,
        "unsent_mail": last_mail_error(request.user) if mail_form else None,
        "limits": read_usage(member.team, request.user) if member else [],
        "is_reviewer": is_reviewer,
        "favourites": [] if is_reviewer else favourites.order_by("model__server__slug", "model__name"),
    }


@require_POST
def change_theme(request: HttpRequest) -> HttpResponse:
    """Change the theme: light, dark or as the system says; from every page's menu."""
    theme = request.POST.get("theme", "")
    if theme in Theme.values:
        Preferences.objects.change(request.user, theme=theme)
    return redirect(next_page(request, "/"))
