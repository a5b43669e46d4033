"""A real mail server on this machine, which keeps what it gets."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.environment import free_ports

BACKEND = "django.core.mail.backends.smtp.EmailBackend"
PASSWORD = "s3cret"


@dataclass
class Inbox:
    """What the server got. answer: its answer to each recipient; empty: it takes all."""

    answer: str = ""
    port: int = 0
    messages: list[Message] = field(default_factory=list)

    async def handle_RCPT(  # the name that aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take or refuse a recipient."""
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep a message."""
        assert isinstance(envelope.content, bytes)
        self.messages.append(message_from_bytes(envelope.content))
        return "250 OK"

    def text(self, number: int = -1) -> str:
        """Return the text of one message."""
        content = self.messages[number].get_payload(decode=True)
        assert isinstance(content, bytes)
        return content.decode()


def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    """Know one person."""
    is_right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"bakeoff", PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


@contextmanager
def mail_server(settings: Any, *, needs_password: bool = False) -> Iterator[Inbox]:
    """Start the server, and have Django's settings name it as an operator's would."""
    inbox = Inbox()
    options: dict[str, Any] = {"auth_required": True, "auth_require_tls": False, "authenticator": check}
    [inbox.port] = free_ports(1)
    controller = Controller(inbox, hostname="127.0.0.1", port=inbox.port, **(options if needs_password else {}))
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Requiring AUTH")  # nothing leaves this machine
        controller.start()
        use_mail(settings, inbox.port)
        try:
            yield inbox
        finally:
            controller.stop()


def use_mail(settings: Any, port: int) -> None:
    """Set up e-mail with the server at this port of this machine."""
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = BACKEND, "127.0.0.1", port
    settings.EMAIL_ENCRYPTION, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "none", False, False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 2
    settings.DEFAULT_FROM_EMAIL = "Bakeoff <bakeoff@example.org>"
    settings.SITE_URL = "https://bakeoff.example.org"
