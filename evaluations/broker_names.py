"""The names of everything kept in the broker: cache keys and groups of the channel layer, one function each.

No other module writes such a name as text; tests/test_architecture.py checks that.
"""

from __future__ import annotations

MODELS_GROUP = "models"
BROKER_CHECK = "broker-check"
METRICS_HASH = "bakeoff:metrics"  # not in the cache: a hash of counters


def host_queue(host: str) -> str:
    """Return the queue of messages about model servers that only one host can ask."""
    return f"generate.{host}"


def run_group(run_id: int | str) -> str:
    """Return the group of the pages of one run."""
    return f"run-{run_id}"


def team_group(team_id: int) -> str:
    """Return the group of every page that a member of the team has open."""
    return f"team-{team_id}"


def run_changes(run_id: int) -> str:
    """Return the key of the number of announced changes of a run."""
    return f"run-changes:{run_id}"


def partial_answer(candidate_id: int) -> str:
    """Return the key of an answer that is being written."""
    return f"partial:{candidate_id}"


def making_variant(version_id: int, seed: int) -> str:
    """Return the key that says that a worker makes this renamed variant now."""
    return f"making-variant:{version_id}:{seed}"


def pull_cancelled(model_id: int) -> str:
    """Return the key of the request to end a model's download."""
    return f"pull-cancelled:{model_id}"


def version_asked(server_id: int) -> str:
    """Return the key that is set while a server's version is known to be recent."""
    return f"version-asked:{server_id}"


def probe_taken(token: str) -> str:
    """Return the key that is set once a worker tries a server that was typed."""
    return f"probe-taken:{token}"


def job_input(token: str) -> str:
    """Return the key of a job's input."""
    return f"job-input:{token}"


def job_answer(token: str) -> str:
    """Return the key of a job's result."""
    return f"job-answer:{token}"


def job_cancelled(token: str) -> str:
    """Return the key that is set once somebody asked a job to end."""
    return f"job-cancelled:{token}"


def token_count_asked(token: str) -> str:
    """Return the key that is set while a worker counts the tokens of a prompt."""
    return f"measuring:{token}"


def prompt_sizes(version_id: int, last_task_id: int | None, digest: str) -> str:
    """Return the key of the prompt sizes of one version of a suite. The 4 is the version of what is stored under it."""
    return f"prompt-sizes:4:{version_id}:{last_task_id}:{digest[:16]}"


def sheet_piece(file_id: str, sheet: int, piece: int) -> str:
    """Return the key of some rows of one sheet. The 3 is the version of what is stored under it."""
    return f"cells:3:{file_id}:{sheet}:{piece}"


def sheet_reading(file_id: str, sheet: int) -> str:
    """Return the key that is set while a sheet is read into the cache."""
    return f"cells-reading:{file_id}:{sheet}"


def upload_share(person_id: int, token: str) -> str:
    """Return the key of how much of an upload has been read."""
    return f"upload-share:{person_id}:{token}"


def upload_rows(person_id: int, token: str) -> str:
    """Return the key of the first rows of an upload."""
    return f"upload-rows:{person_id}:{token}"


def sign_in_tries(address_and_name_digest: str) -> str:
    """Return the key of the number of failed sign-ins with one name from one address."""
    return f"sign-in-tries:{address_and_name_digest}"


def noted_sign_in_failures(person_id: int) -> str:
    """Return the key of the number of failed sign-ins of an hour that are in the audit log; 0: of unknown names."""
    return f"sign-in-failures-noted:{person_id}"


def requests_of_minute(kind: str, pk: int, minute: int) -> str:
    """Return the key of the number of requests of a person or a team in one minute, over all web processes."""
    return f"requests:{kind}:{pk}:{minute}"


def trying(person_id: int) -> str:
    """Return the key of the token of a person's last try of a task: an earlier one ends."""
    return f"trying:{person_id}"


def tries_of_minute(person_id: int, minute: int) -> str:
    """Return the key of the number of a person's tries in one minute."""
    return f"tries:{person_id}:{minute}"
