"""Mails reach a real server; each failure is one sentence that says what to do, and whether to try again."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from evaluations.errors import MailError
from evaluations.mail import check_server, page_address, send_mail
from tests.mail_server import PASSWORD, Inbox, mail_server, use_mail


@pytest.fixture
def inbox(settings: Any) -> Iterator[Inbox]:
    with mail_server(settings) as server:
        yield server


def failure(to: str = "ada@example.org") -> MailError:
    """Send a mail that fails, and return its error."""
    with pytest.raises(MailError) as caught:
        send_mail(to, "Hello", "A text")
    return caught.value


def test_mail_arrives_with_its_text_and_the_sites_sender(inbox: Inbox) -> None:
    send_mail("ada@example.org", "A run\nis done", "Größe: 5 €\n" + page_address("/runs/5/"))
    [message] = inbox.messages
    assert (message["To"], message["From"]) == ("ada@example.org", "Bakeoff <bakeoff@example.org>")
    assert message["Subject"] == "A run is done", "a line break cannot add a header"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "Größe: 5 €\nhttps://bakeoff.example.org/runs/5/" in inbox.text().replace("\r\n", "\n")


def test_server_is_checked_without_a_mail(inbox: Inbox, settings: Any) -> None:
    check_server()
    assert inbox.messages == []
    use_mail(settings, 1)
    with pytest.raises(MailError, match="cannot be reached"):
        check_server()


def test_server_with_a_password_takes_the_right_one_only(settings: Any) -> None:
    with mail_server(settings, needs_password=True) as inbox:
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "bakeoff", PASSWORD
        send_mail("ada@example.org", "Hello", "A text")
        assert len(inbox.messages) == 1
        settings.EMAIL_HOST_PASSWORD = "wrong"
        error = failure()
        assert str(error) == f"The mail server 127.0.0.1:{inbox.port} refuses EMAIL_USER with this EMAIL_PASSWORD."
        assert error.can_pass, "the password may be corrected"
        assert "wrong" not in str(error)


@pytest.mark.parametrize(("answer", "can_pass"), [("550 No such mailbox", False), ("451 Try later", True)])
def test_refused_address_is_named(inbox: Inbox, answer: str, can_pass: bool) -> None:
    inbox.answer = answer
    error = failure("nobody@example.org")
    assert str(error) == f"The mail server 127.0.0.1:{inbox.port} refuses the address nobody@example.org."
    assert error.can_pass is can_pass
    assert inbox.messages == []


def test_server_that_is_away_can_be_asked_again(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    use_mail(settings, port)
    error = failure()
    assert str(error) == f"The mail server 127.0.0.1:{port} cannot be reached (Connection refused)."
    assert error.can_pass


def test_server_that_is_silent_is_left_after_the_time_limit(settings: Any) -> None:
    settings_timeout = 0.3
    with socket.create_server(("127.0.0.1", 0)) as listener:  # it accepts, and sends no greeting
        use_mail(settings, listener.getsockname()[1])
        settings.EMAIL_TIMEOUT = settings_timeout
        error = failure()
    assert "does not answer within 0.3 s." in str(error)
    assert error.can_pass


def test_server_without_encryption_is_not_used_with_it(inbox: Inbox, settings: Any) -> None:
    settings.EMAIL_ENCRYPTION, settings.EMAIL_USE_TLS = "starttls", True
    assert "does not speak EMAIL_ENCRYPTION=starttls." in str(failure())
    settings.EMAIL_ENCRYPTION, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "tls", False, True
    assert "does not speak EMAIL_ENCRYPTION=tls." in str(failure())
    assert inbox.messages == []
