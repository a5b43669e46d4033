"""Start a try of a draft: by a worker, through the sandbox, with limits for each person."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.cache import cache

from evaluations import broker_names, job_data, tasks
from evaluations.actions.proposed_checks import nothing_yet, prompt_for, question_error, task_to_check
from evaluations.actions.task_drafts import has_checks
from evaluations.broker_cache import count
from evaluations.errors import SuiteError
from evaluations.limits import MAX_ANSWER, MAX_TRIED_ANSWERS, MAX_TRIES_PER_MINUTE
from evaluations.models import Candidate, LanguageModel, TaskDraft
from evaluations.records import TaskSpec, to_json
from evaluations.tasks import suite_jobs

Person = AbstractBaseUser | AnonymousUser
LATEST_S = 600  # how long a person's last try is remembered
WAITING_S = 900  # how long a request waits for a worker
QUESTION_EXPIRED = "Nothing is known of this question any more. Ask again."


class TooManyTriesError(SuiteError):
    """A person pressed Try too often."""


def start_try(draft: TaskDraft, spec: TaskSpec, person: Person, answer: str = "", *, with_stored: bool = False) -> str:
    """Have a worker try the draft; return the token of its results. Raises SuiteError.

    answer: text as a model would write it. with_stored: also the newest answers to the task's versions.
    """
    if len(answer) > MAX_ANSWER:
        raise SuiteError(f"The answer has {len(answer):,} characters; the limit is {MAX_ANSWER:,}. Shorten it.")
    _count(person)
    pasted = [{"about": "answer", "name": "pasted answer", "text": answer}] if answer.strip() else []
    token = job_data.store_input(
        {
            **_order(draft, spec),
            "answers": pasted,
            "candidates": stored_answers(draft) if with_stored else [],
            "person": person.pk,
        }
    )
    cache.set(broker_names.trying(int(person.pk or 0)), token, LATEST_S)
    if suite_jobs.execute_try.delay(token) is None:
        raise TooManyTriesError("The sandbox has a long queue. Try again in a minute.")
    return token


def start_mutants(draft: TaskDraft, spec: TaskSpec, person: Person) -> str:
    """Have a worker propose mutants; return the token of the proposal. Raises SuiteError."""
    _count(person)
    token = job_data.store_input({**_order(draft, spec), "has_checks": has_checks(draft)})
    if suite_jobs.execute_mutants.delay(token) is None:
        raise TooManyTriesError("The sandbox has a long queue. Try again in a minute.")
    return token


def start_asking(draft: TaskDraft, model: LanguageModel, person: Person) -> str:
    """Have a worker ask a model for checks; return the token of the proposal. Raises SuiteError."""
    spec = task_to_check(draft)
    if reason := question_error(model):
        raise SuiteError(reason)
    _count(person)
    is_known = has_checks(draft)
    token = job_data.store_input({**_order(draft, spec), "has_checks": is_known, "model": model.pk})
    prompt = prompt_for(spec, shows_checks=is_known).messages[-1].content
    job_data.store_answer(token, nothing_yet(prompt, model.model_id), WAITING_S)
    if tasks.ask_for_checks.apply_async((token,), **model.server.route) is None:
        raise TooManyTriesError("The model servers have a long queue. Ask again in a minute.")
    return token


def _order(draft: TaskDraft, spec: TaskSpec) -> dict[str, Any]:
    spec_json = {name: value for name, value in to_json(spec).items() if name != "fixtures"}
    return {"draft": draft.pk, "spec": spec_json, "fixtures": draft.fixtures}


def _minute() -> int:
    return int(time.time() // 60)


def _count(person: Person) -> None:
    if count(broker_names.tries_of_minute(int(person.pk or 0), _minute()), 120) > MAX_TRIES_PER_MINUTE:
        raise TooManyTriesError(f"You pressed Try more than {MAX_TRIES_PER_MINUTE} times in a minute. Wait a little.")


def stored_answers(draft: TaskDraft) -> Sequence[int]:
    """Return the newest scored answers to the task in any version of the suite."""
    if not draft.task_slug:
        return []
    rows = Candidate.objects.filter(
        task__version__suite=draft.suite_id, task__slug=draft.task_slug, run__team=draft.suite.team_id, state="done"
    ).exclude(verdict__in=["", "unscored", "unchecked"])
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:MAX_TRIED_ANSWERS])
