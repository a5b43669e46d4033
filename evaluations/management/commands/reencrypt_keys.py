"""`manage.py reencrypt_keys`: after a new SECRET_KEY, so that the earlier one can be forgotten."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from evaluations import encryption
from evaluations.errors import DecryptionError
from evaluations.models import ModelServer


class Command(BaseCommand):
    """Safe to repeat, also while the site runs."""

    help = "Encrypt the keys of all model servers with the present SECRET_KEY. Exit 1 when one cannot be decrypted."

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 all keys are encrypted with the present SECRET_KEY, 1 some cannot be decrypted."""
        rows = ModelServer.objects.exclude(encrypted_api_key="")
        n_done, unreadable = 0, False
        for row in rows:
            if encryption.is_current(row.encrypted_api_key):
                continue
            try:
                n_done += _encrypt_again(row)
            except DecryptionError as exc:
                unreadable = True
                self.stdout.write(str(exc))
        self.stdout.write(f"{n_done} of {len(rows)} keys were encrypted again with the present SECRET_KEY.")
        if unreadable:
            sys.exit(1)


def _encrypt_again(row: ModelServer) -> int:
    """Return 1 when it was stored; 0 when somebody typed another key meanwhile. Raises DecryptionError."""
    token = encryption.encrypt(row.api_key)
    same = ModelServer.objects.filter(pk=row.pk, encrypted_api_key=row.encrypted_api_key)
    return same.update(encrypted_api_key=token)
