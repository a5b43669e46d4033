"""API tokens: one's own, made, shown once, revoked; an admin also sees and revokes those of the team."""

from __future__ import annotations

from typing import Any, TypedDict

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.limits import MAX_TOKEN_NAME
from evaluations.models import ApiToken, Membership
from evaluations.models.tokens import scopes_of
from evaluations.typed_template import TypedTemplate
from webapp.site.access import current_team, get_for_team, may, membership
from webapp.site.audit import add_words

ADMIN = Membership.Role.ADMIN
SCOPE_MEANINGS = {
    ApiToken.Scope.READ: "read: everything the pages show",
    ApiToken.Scope.WRITE: "write: start and move runs, upload, submit prompts, import, rate and comment",
    ApiToken.Scope.REVIEW: "review: get blind pairs and vote",
    ApiToken.Scope.ADMIN: "admin: model servers, weights of reviewers",
    ApiToken.Scope.PEOPLE: "people: add and remove people, roles, sign-in links, tokens of the team",
    ApiToken.Scope.EDITOR: "editor: ask models from an editor (the endpoint for editors), nothing else",
}
LIFETIMES = [("30", "30 days"), ("90", "90 days"), ("365", "a year"), ("", "until it is revoked")]


class TokenForm(forms.Form):
    """A new token."""

    name = forms.CharField(
        label="What is it for?",
        max_length=MAX_TOKEN_NAME,
        error_messages={"required": "Say what it is for, like “nightly CI”."},
    )
    scopes = forms.MultipleChoiceField(
        label="It may",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Nothing is ticked. Tick what the program has to do."},
    )
    days = forms.ChoiceField(label="Lasts", choices=LIFETIMES, required=False, initial="90")

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes, choice = scopes_of(member), self.fields["scopes"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(scope.value, SCOPE_MEANINGS[scope]) for scope in scopes]
        choice.initial = [scopes[0].value]


class TokensPage(TypedDict):
    """others: tokens of the team, for admins. new_token: the new token with its secret, which is shown once."""

    tokens: QuerySet[ApiToken]
    others: QuerySet[ApiToken]
    form: TokenForm
    address: str
    new_token: ApiToken | None
    secret: str


TOKENS_PAGE = TypedTemplate("teams/tokens.html", TokensPage)


@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """Show the list and the form; posted, the new secret, this once."""
    current_team(request)
    member = membership(request)
    assert member is not None  # current_team has refused somebody in no team
    form = TokenForm(request.POST or None, member=member)
    if request.method == "GET" or not form.is_valid():
        return _page(request, member, form, status=422 if form.is_bound else 200)
    data = form.cleaned_data
    token, secret = ApiToken.objects.make(member, data["name"], data["scopes"], int(data["days"] or 0) or None)
    add_words(request, f"“{token.name}”, {', '.join(token.scopes)}")
    return _page(request, member, TokenForm(member=member), new_token=token, secret=secret)


def _page(
    request: HttpRequest,
    member: Membership,
    form: TokenForm,
    status: int = 200,
    *,
    new_token: ApiToken | None = None,
    secret: str = "",
) -> HttpResponse:
    tokens = ApiToken.objects.filter(membership=member)
    others = ApiToken.objects.none()
    if may(request, ADMIN):
        others = ApiToken.objects.filter(membership__team=member.team_id).exclude(membership=member)
    context: TokensPage = {
        "tokens": tokens,
        "others": others.select_related("membership__user"),
        "form": form,
        "address": request.build_absolute_uri("/api/v1"),
        "new_token": new_token,
        "secret": secret,
    }
    return TOKENS_PAGE.response(request, context, status)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke one's own token, or as an admin any token of the team."""
    memberships = Membership.objects.filter(pk__in=ApiToken.objects.filter(pk=pk).values("membership"))
    owner = get_for_team(request, memberships)
    member = membership(request)
    if member != owner and not may(request, ADMIN):
        raise Http404("There is no such token of yours.")
    token = ApiToken.objects.get(pk=pk)
    if token.revoke():
        messages.success(request, f"“{token.name}” no longer works.")
    else:
        messages.info(request, f"“{token.name}” was revoked already.")
    return redirect("tokens")
