"""Name and password, for the sign-in page and for operations that need the password beside a token.

Failed tries are limited and added to the audit log, a limited number an hour, so that an attack cannot fill it.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import authenticate
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest

from evaluations import broker_names
from evaluations.broker_cache import count
from evaluations.errors import LimitReached
from evaluations.limits import MAX_NOTED_SIGN_IN_FAILURES, MAX_SIGN_IN_FAILURES
from evaluations.models import AuditEvent, Membership, Team
from webapp.site.audit import address_of

FAILURE_MEMORY_S = 300
HOUR_S = 3600
TOO_OFTEN = (
    f"{MAX_SIGN_IN_FAILURES} wrong passwords in a row. Wait {FAILURE_MEMORY_S // 60} minutes, or use a sign-in link."
)
FAILED = "sign-in-failed"  # the action in the audit log
WRONG_PASSWORD, UNKNOWN_NAME = "wrong password", "a name that nobody has"
MUST_WAIT = f"{MAX_SIGN_IN_FAILURES} wrong passwords in a row; this address must wait {FAILURE_MEMORY_S // 60} minutes"
NO_MORE = "; further ones of this hour are not listed"
log = logging.getLogger(__name__)


def check_password(request: HttpRequest, name: str, password: str) -> Any:
    """Return the person, or None when name and password do not fit.

    Raises LimitReached after MAX_SIGN_IN_FAILURES wrong passwords for one name from one address.
    """
    key = _tries_key(request.META.get("REMOTE_ADDR", ""), name)
    n = count(key, FAILURE_MEMORY_S)  # before the password is checked: tries at the same moment count
    if n > MAX_SIGN_IN_FAILURES:
        if n == MAX_SIGN_IN_FAILURES + 1:
            _note_failure(request, name, MUST_WAIT)
        raise LimitReached(TOO_OFTEN, status=429, wait_s=FAILURE_MEMORY_S)
    person = authenticate(request, username=name, password=password)
    if person is not None:
        cache.delete(key)
    elif n == 1:
        _note_failure(request, name, WRONG_PASSWORD)
    return person


def _tries_key(address: str, name: str) -> str:
    """Key of the failed tries of one name from one address, so that an attacker cannot lock other people out."""
    typed = f"{address} {name.lower()}".encode("utf-8", "replace")
    return broker_names.sign_in_tries(hashlib.sha256(typed).hexdigest())


def _note_failure(request: HttpRequest, name: str, about: str) -> None:
    """Add a row for each team of the person. An unknown name is not kept: it may be a password in the wrong field."""
    member = Membership.objects.filter(user__username=name.replace("\0", "")).select_related("user").first()
    person = member.user if member else None
    n = count(broker_names.noted_sign_in_failures(person.pk if person else 0), HOUR_S)
    if n > MAX_NOTED_SIGN_IN_FAILURES:
        return
    about = (about if person else UNKNOWN_NAME) + (NO_MORE if n == MAX_NOTED_SIGN_IN_FAILURES else "")
    teams: Iterable[Team | None] = Team.objects.with_member(person) if person else [None]
    try:
        for team in teams:
            AuditEvent.objects.note(FAILED, about=about, team=team, by=person, address=address_of(request))
    except DatabaseError:  # the person gets the sentence about the password in any case
        log.exception("A failed sign-in could not be added to the audit log.")
