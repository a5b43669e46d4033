"""Addresses of single sign-on; part of the site only where the settings name an issuer."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from mozilla_django_oidc.views import OIDCAuthenticationRequestView

from webapp.teams.oidc import CallbackView

urlpatterns = [
    path("oidc/sign-in/", login_not_required(OIDCAuthenticationRequestView.as_view()), name="oidc_authentication_init"),
    path("oidc/callback/", login_not_required(CallbackView.as_view()), name="oidc_authentication_callback"),
]
