"""Tell people by e-mail that a run of theirs ended."""

from __future__ import annotations

import logging

from evaluations.errors import MailError
from evaluations.mail import page_address, send_mail
from evaluations.models import Run, RunMail
from evaluations.queries.counts import progress

log = logging.getLogger(__name__)
ENDED = {Run.State.DONE: "is done", Run.State.CANCELLED: "was cancelled"}


def deliver(pk: int) -> None:
    """Make the next attempt of a mail, unless it is not due or another worker makes it."""
    mail = RunMail.objects.claim(pk)
    if mail is None:
        return
    if not mail.person.email:
        mail.note_failure("The person has no address any more.", can_pass=False)
        return
    try:
        send_mail(mail.person.email, f"{mail.run.title} {ENDED[Run.State(mail.run.state)]}", text_of(mail.run))
    except MailError as exc:
        log.warning("A mail about run %s was not sent: %s", mail.run_id, exc)
        mail.note_failure(str(exc), can_pass=exc.can_pass)
        return
    mail.note_sent()


def text_of(run: Run) -> str:
    """Return the text: names and counts, without code and prompt."""
    done = progress(run)
    counts = ", ".join(f"{n:,} {verdict.replace('_', ' ')}" for verdict, n in done.verdicts if n)
    return "\n".join(
        [
            f"The run “{run.title}” of {run.suite_version.suite.title} {ENDED[Run.State(run.state)]}.",
            f"{done.n_answered:,} answers{f': {counts}' if counts else ''}.",
            "",
            page_address(f"/runs/{run.pk}/"),
            "",
            f"You get this because you asked for it: {page_address('/people/preferences/')}",
            "",
        ]
    )
