"""The message after a deletion, with a button that takes it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from evaluations.models import Deletion


def tell_deleted(request: HttpRequest, deletion: Deletion) -> None:
    """Say what was deleted. The message's extra_tags are the address that templates/site/base.html offers as Undo."""
    text = f"“{deletion.title}” is deleted. It can be restored under Deleted for 30 days."
    messages.success(request, text, extra_tags=reverse("deleted-restore", args=[deletion.pk]))
