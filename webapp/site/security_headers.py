"""Response headers of every page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'{sockets}; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


class ContentSecurityPolicyMiddleware:
    """Adds the site's policy unless a view (the preview of generated code) has set its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the header set; sockets only to this host."""
        response = self.get_response(request)
        if "Content-Security-Policy" not in response.headers:
            scheme = "wss" if request.is_secure() else "ws"
            # 'self' covers ws: in current browsers; older Safari wants the address spelled out.
            sockets = f" {scheme}://{request.get_host()}"
            response.headers["Content-Security-Policy"] = PAGE_POLICY.format(sockets=sockets)
        return response
