"""Django app of the pages."""

from django.apps import AppConfig

from webapp.celery import app as celery_app  # jobs started from a page find the broker

__all__ = ["WebappConfig", "celery_app"]


class WebappConfig(AppConfig):
    """Pages, forms and sockets, without tables."""

    name = "webapp"
