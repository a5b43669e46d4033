"""The ASGI application: pages through Django, sockets through Channels."""

from __future__ import annotations

import gc
import os

import django
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402

import webapp.urls  # noqa: E402, F401  (all pages now, not with the first request)
from evaluations.limits import MAX_EDITOR_BODY_BYTES  # noqa: E402
from webapp.editors.endpoint import EditorEndpoint, EditorRoutes  # noqa: E402
from webapp.request_bodies import WholeBodies  # noqa: E402
from webapp.responses import WholeResponses  # noqa: E402
from webapp.site.db_threads import KeptThreads, limit_waits  # noqa: E402
from webapp.site.page_handler import PageHandler  # noqa: E402
from webapp.site.socket_origin import OwnOrigin  # noqa: E402
from webapp.site.sockets import socket_urls  # noqa: E402  (needs the app registry)

limit_waits(connections.settings["default"])
application = ProtocolTypeRouter(
    {
        "http": EditorRoutes(
            WholeBodies(EditorEndpoint(), MAX_EDITOR_BODY_BYTES),
            WholeResponses(WholeBodies(KeptThreads(PageHandler(), settings.WEB_THREADS), settings.BODY_MAX_MB * 2**20)),
        ),
        "websocket": OwnOrigin(AuthMiddlewareStack(URLRouter(socket_urls))),
    }
)
# Objects that exist by now stay, so the garbage collector skips them. A page of figures makes ten thousand tuples,
# after which Python would search all objects: 80 to 90 ms in one of ten requests (2026-11-25).
gc.collect()
gc.freeze()
