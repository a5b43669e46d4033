"""What people see: pages, forms, sockets."""

from webapp.celery import app as celery_app

__all__ = ["celery_app"]
