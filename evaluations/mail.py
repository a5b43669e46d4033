"""E-mail, if EMAIL_HOST names a server. Every failure is a MailError with a sentence for a person."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from evaluations.errors import MailError

MOST_SUBJECT = 150


def send_mail(to: str, subject: str, text: str) -> None:
    """Send a plain text to one address. Raises MailError."""
    subject = " ".join(subject.split())[:MOST_SUBJECT]
    message = EmailMessage(subject, text, to=[to], headers={"Auto-Submitted": "auto-generated"})
    with _mail_errors(to), closing(get_connection()) as connection:
        connection.send_messages([message])


def check_server() -> None:
    """Connect to the mail server and sign in, without a mail. Raises MailError."""
    with _mail_errors(""), closing(get_connection()) as connection:
        connection.open()


@contextmanager
def _mail_errors(to: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as exc:  # an OSError is also the base of smtplib's and ssl's errors
        raise MailError(_sentence(exc, to), can_pass=_can_pass(exc)) from exc


def page_address(path: str) -> str:
    """Return the address of a page for a mail."""
    return f"{settings.SITE_URL}{path}"


def _sentence(exc: Exception, to: str) -> str:
    server = f"The mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    if isinstance(exc, smtplib.SMTPAuthenticationError):
        return f"{server} refuses EMAIL_USER with this EMAIL_PASSWORD."
    if isinstance(exc, smtplib.SMTPRecipientsRefused):
        return f"{server} refuses the address {to}."
    if isinstance(exc, smtplib.SMTPResponseException):
        return f"{server} answers {exc.smtp_code}: {_words(exc.smtp_error)}."
    if isinstance(exc, ssl.SSLCertVerificationError):
        return f"{server} has a certificate that is not valid: {exc.verify_message}."
    if isinstance(exc, ssl.SSLError | smtplib.SMTPNotSupportedError):
        return f"{server} does not speak EMAIL_ENCRYPTION={settings.EMAIL_ENCRYPTION}."
    if isinstance(exc, TimeoutError) or isinstance(exc.__context__, TimeoutError):
        return f"{server} does not answer within {settings.EMAIL_TIMEOUT} s."
    if isinstance(exc, smtplib.SMTPException):
        return f"{server} closes the connection."
    if isinstance(exc, OSError):
        return f"{server} cannot be reached ({exc.strerror or type(exc).__name__})."
    return f"The mail to {to} cannot be written: {exc}."


def _words(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())[:200].rstrip(".")


def _can_pass(exc: Exception) -> bool:
    """Return whether the same mail may be taken later. Codes from 500 are final."""
    if isinstance(exc, smtplib.SMTPRecipientsRefused):
        return all(code < 500 for code, _ in exc.recipients.values())
    if isinstance(exc, smtplib.SMTPResponseException):
        return exc.smtp_code < 500 or isinstance(exc, smtplib.SMTPAuthenticationError)
    return isinstance(exc, OSError)
