"""Django app of the pages."""

from django.apps import AppConfig


class WebappConfig(AppConfig):
    """Pages, forms, sockets; no tables of its own."""

    name = "webapp"
