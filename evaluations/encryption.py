"""Encrypts secrets that must be stored, with a key derived from Django's SECRET_KEY.

SECRET_KEY_FALLBACKS holds earlier SECRET_KEYs: what they encrypted is still readable.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from evaluations.errors import DecryptionError

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

# Part of every derived key: another use of SECRET_KEY never derives the same key.
PURPOSE = b"bakeoff: secrets at rest"


def encrypt(text: str) -> str:
    """Return the text encrypted with the present SECRET_KEY (a Fernet token: AES-128-CBC with HMAC-SHA256)."""
    return _present().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Return the text. Raises DecryptionError when it was changed, or encrypted with a SECRET_KEY that is not known."""
    from cryptography.fernet import InvalidToken, MultiFernet

    fernets = [_fernet(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    try:
        return MultiFernet(fernets).decrypt(token.encode()).decode()
    except InvalidToken as exc:
        raise DecryptionError("It was encrypted with another SECRET_KEY, or changed since.") from exc


def is_current(token: str) -> bool:
    """Return whether the present SECRET_KEY alone decrypts it."""
    from cryptography.fernet import InvalidToken

    try:
        _present().decrypt(token.encode())
    except InvalidToken:
        return False
    return True


def _present() -> Fernet:
    return _fernet(settings.SECRET_KEY)


@lru_cache(maxsize=16)
def _fernet(secret: str) -> Fernet:
    # Loaded when first needed: most processes never decrypt anything, and it costs 0.05 s and 10 MB (2026-11).
    from cryptography.fernet import Fernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return Fernet(urlsafe_b64encode(derived))
