"""Which tasks of a suite a strategy can ask: shown and checked before a run starts."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Max

from evaluations import broker_names, prompts
from evaluations.models import SuiteVersion
from evaluations.tokens import estimate_tokens

CACHE_S = 7 * 24 * 3600
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Of a version's prompts: the longest plain one in tokens (estimated), and how many tasks each strategy can ask.

    answer: the most tokens that a task allows its answer.
    """

    n_tasks: int
    longest: int
    longest_slug: str
    answer: int
    askable: dict[str, int]

    @property
    def limits(self) -> dict[str, str]:
        """Map each strategy that cannot ask every task to a sentence: how many it can ask, or why none."""
        return {name: self._sentence(name, n) for name, n in self.askable.items() if n < self.n_tasks}

    def _sentence(self, name: str, n: int) -> str:
        if n:
            return f"{n} of {self.n_tasks} tasks; the others are left out."
        return f"Can ask none of these tasks: {prompts.NO_TASK[name]}."


def sizes_of(version: SuiteVersion) -> Sizes:
    """Return the sizes of a version's prompts. Cached: a version never changes. Without a broker they are computed."""
    last = version.tasks.aggregate(last=Max("pk"))["last"]
    key = broker_names.prompt_sizes(version.pk, last, version.digest)
    try:
        result: Sizes | None = cache.get(key)
    except Exception as exc:  # of the cache's own library, which this package does not know
        log.info("The broker does not answer: %s", exc)
        return _sizes(version)
    if result is None:
        result = _sizes(version)
        with suppress(Exception):  # as above
            cache.set(key, result, CACHE_S)
    return result


def _sizes(version: SuiteVersion) -> Sizes:
    longest, slug, n, answer = 0, "", 0, 0
    askable = dict.fromkeys(prompts.CONDITIONS, 0)
    for task in version.tasks.iterator(chunk_size=200):
        spec = task.to_spec(with_files=False)
        size = estimate_tokens("".join(m.content for m in prompts.render("plain", spec).messages)).n
        longest, slug = max((longest, slug), (size, task.slug))
        n, answer = n + 1, max(answer, spec.max_tokens)
        for name in askable:
            # A task is read once for all strategies that need nothing more of it.
            needed = prompts.spec_for(task, name) if name in prompts.NEEDS_VISION else spec
            askable[name] += not prompts.unsupported_reason(name, needed)
    return Sizes(n_tasks=n, longest=longest, longest_slug=slug, answer=answer, askable=askable)
