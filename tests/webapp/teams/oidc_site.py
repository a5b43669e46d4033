"""The site's addresses with single sign-on."""

from webapp.teams.oidc_urls import urlpatterns as oidc
from webapp.urls import *  # noqa: F403
from webapp.urls import urlpatterns as pages

urlpatterns = [*pages, *oidc]
