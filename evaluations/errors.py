"""Errors of Bakeoff or of the person's input. A bad candidate is never an exception: it is a verdict.

    EvaluationError
    ├── SuiteError                  a task folder or suite that cannot be used as it is written
    │   └── SuiteNotFound           no suite has this name
    ├── PreferenceError             a file of preference pairs that cannot be taken in
    ├── WorkbookError               a workbook that cannot be read; the message names the file and what to do
    ├── AdapterError(retryable=…)   a model server refused, is unreachable or fell silent
    ├── DecryptionError             a stored secret was encrypted with another SECRET_KEY
    ├── NoBaseline                  no earlier run that a run can be compared with
    ├── MailError(can_pass=…)       a mail that could not be sent
    ├── BackupError                 a backup that cannot be made, or not be used
    ├── LimitReached(status=…)      a person or a team has as much as the settings allow
    ├── StoredFileError             a stored file is missing or has other bytes than were stored
    └── SandboxError                no browser, no harness, no room: stored as `unscored`, never counted

Every message is for a person: the fact, the value, what to do.
"""


class EvaluationError(Exception):
    """Base of all our errors; its text can be shown to a person as it is."""


class SuiteError(EvaluationError):
    """A task or suite cannot be used as written."""


class SuiteNotFound(SuiteError):
    """No suite has this name."""


class PreferenceError(EvaluationError):
    """A file of preference pairs cannot be read; the message names the line and what to do."""


class WorkbookError(EvaluationError):
    """A workbook cannot be read. `reason` is one word for programs: encrypted, corrupt, too_large, …"""

    def __init__(self, message: str, *, reason: str = "corrupt") -> None:
        super().__init__(message)
        self.reason = reason


class AdapterError(EvaluationError):
    """A model server refused, is unreachable or fell silent. `retryable`: the same call may work later."""

    def __init__(self, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.retryable = retryable


class DecryptionError(EvaluationError):
    """A stored secret cannot be decrypted: it was encrypted with another SECRET_KEY."""


class MailError(EvaluationError):
    """A mail could not be sent. `can_pass`: the same mail may be taken later."""

    def __init__(self, message: str, *, can_pass: bool = False) -> None:
        super().__init__(message)
        self.can_pass = can_pass


class StoredFileError(EvaluationError):
    """A stored file is missing or damaged and must not be used for grading."""


class NoBaseline(EvaluationError):
    """There is no earlier run to compare with: a run may be the first one."""


class BackupError(EvaluationError):
    """A backup cannot be made, or an archive cannot be used."""


class LimitReached(EvaluationError):
    """A person or a team has reached a limit of the settings.

    status: of HTTP; wait_s: after which it may work again.
    """

    def __init__(self, message: str, *, status: int, wait_s: int = 0) -> None:
        super().__init__(message)
        self.status, self.wait_s = status, wait_s


class SandboxError(EvaluationError):
    """The sandbox itself failed; the candidate must stay unscored."""


class StorageAway(OSError):
    """The object storage of files does not answer; the same call may work later."""
