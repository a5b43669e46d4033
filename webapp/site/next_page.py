"""The page to which a form returns: an address of this site, or a default page."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def next_page(request: HttpRequest, default: str) -> str:
    """Return the field `next` where it is an address here, else `default`."""
    address = request.POST.get("next", "")
    is_here = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_here else default
