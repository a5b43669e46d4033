"""The value of `created_by` fields."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

User = AbstractBaseUser | AnonymousUser | None


def author_of(by: User) -> Any:
    """Return the user for a `created_by` field; None for a command and for an anonymous user."""
    return by if by is not None and by.is_authenticated else None
