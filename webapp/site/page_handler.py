"""Django's ASGI handler, with all middleware and the view of a request in one thread.

Every page here is an ordinary function. Django's own handler runs the middleware in a thread, goes back to the event
loop, and then asks for the view in the same thread again.
"""

from __future__ import annotations

from typing import Any

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler


class PageHandler(ASGIHandler):
    """Leaves the event loop once for a request. Call `django.setup` before it is made."""

    def load_middleware(self, is_async: bool = False) -> None:
        """Build the chain as for WSGI, whatever is asked for, and run the whole of it in a thread."""
        super().load_middleware(is_async=False)
        chain: Any = self._middleware_chain  # type: ignore[has-type]  # typed by no stub
        self._middleware_chain = sync_to_async(chain, thread_sensitive=True)
