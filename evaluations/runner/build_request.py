"""Builds the exact request to a candidate's model: the prompt cut to the context, or the reason why it is not asked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from evaluations import prompts
from evaluations.actions.own_strategies import recipe_of
from evaluations.adapters import Adapter
from evaluations.adapters.base import text_of
from evaluations.adapters.whole_prompt import HINT, check_whole, sized
from evaluations.errors import AdapterError, SuiteError
from evaluations.models import Candidate, LanguageModel, Run
from evaluations.prompts import TokenBudget
from evaluations.records import Completion, Message, Prompt, Sampling, TaskSpec
from evaluations.runner import repair_policy
from evaluations.token_limits import token_limits
from evaluations.tokens import TokenCount, estimate_tokens, fewest_tokens

SMALLEST_WINDOW = 4096  # tokens; Ollama's default
FRAME = 64  # tokens that a template may put around the messages
PLAN_TOKENS = 512  # the most that a plan in a call of its own may take
FEEDBACK_TOKENS = 1500  # what a round of repair adds beside the answer
MOST_CACHED = 16  # prompts of one task follow each other, sample by sample


@dataclass(frozen=True, slots=True)
class BuiltPrompt:
    """A prompt as it would go out. window: tokens of the model's context; None if unknown."""

    prompt: Prompt
    count: TokenCount
    window: int | None


def fit(
    adapter: Adapter, name: str, strategy: str, spec: TaskSpec, window: int | None, recipe: prompts.Recipe | None = None
) -> BuiltPrompt:
    """Return the first prompt of a task, trimmed where the strategy trims; counted exactly only where it comes close.

    recipe: of a person's own strategy.
    Raises SuiteError when the task cannot be asked so.
    """
    full_prompt = prompts.render(strategy, spec, recipe=recipe)
    rough = estimate_tokens(text_of(full_prompt))
    if window is None or rough.n + FRAME + spec.max_tokens < window:
        return BuiltPrompt(full_prompt, rough, window)
    if strategy in prompts.TRIMMABLE:
        frame = adapter.count_prompt(name, Prompt(messages=(Message(role="user", content=""),))).n
        budget = TokenBudget(
            tokens=window - spec.max_tokens - frame - 1, count=lambda text: adapter.count_tokens(name, text).n
        )
        full_prompt = prompts.render(strategy, spec, budget)
    return BuiltPrompt(full_prompt, adapter.count_prompt(name, full_prompt), window)


def window_for(n_tokens: int, most: int | None) -> int:
    """Return a context size with room for this many tokens, at most the model's; None if that is unknown.

    Sizes double, so that few of them are loaded.
    """
    window = SMALLEST_WINDOW
    while window < n_tokens:
        window *= 2
    return min(window, most) if most else window


def with_recommended(model: LanguageModel, sampling: Sampling) -> Sampling:
    """Return the settings with what the model's author recommends, where the run asks for that.

    The model's own parameters are applied by its server, so those are not sent.
    """
    preset = model.recommended(sampling.think) if sampling.profile == "author" else None
    if preset is None or preset.basis == "model":
        return sampling
    values: dict[str, Any] = {name: value for name, value in preset.options.items() if getattr(sampling, name) is None}
    return replace(sampling, **values)


@dataclass
class RequestBuilder:
    """Questions to one model; what is the same for all samples of a task is worked out once."""

    adapter: Adapter
    model: LanguageModel
    windows: dict[int, int | None] = field(default_factory=dict)
    built_prompts: dict[tuple[int, str, int], Prompt] = field(default_factory=dict)
    recipes: dict[tuple[int, str], prompts.Recipe] = field(default_factory=dict)

    def question(self, candidate: Candidate) -> tuple[Prompt, Sampling]:
        """Return the prompt and options to send. Samples differ by their seed. The token limit includes a model's
        thought.

        Raises AdapterError for a question that cannot be asked. The cause says that the model is not at fault.
        """
        sampling = with_recommended(self.model, candidate.run.to_sampling())
        spec = prompts.spec_for(candidate.task, candidate.strategy)
        limits = token_limits(sampling, spec.max_tokens, self.model.can_think)
        spec = replace(spec, max_tokens=limits.total)
        window = self.window(candidate.run, sampling)
        prompt = self._prompt(candidate, spec, window)
        seed = None if sampling.seed is None else sampling.seed + candidate.sample
        context = window if self.adapter.sets_context else sampling.context_tokens
        # A server that is sent stop sequences forgets those of the model's template.
        stops = (*sampling.stop, *self._stops_of(candidate))
        stop = tuple(dict.fromkeys((*self._own_stops(), *stops))) if stops else ()
        return prompt, replace(
            sampling,
            seed=seed,
            max_tokens=limits.total,
            max_thinking_tokens=limits.thinking,
            context_tokens=context,
            stop=stop,
        )

    def _stops_of(self, candidate: Candidate) -> tuple[str, ...]:
        """Return the strategy's stop sequences."""
        recipe = self.recipe(candidate.run, candidate.strategy)
        return recipe.stop if recipe else prompts.STOPS.get(candidate.strategy, ())

    def recipe(self, run: Run, strategy: str) -> prompts.Recipe | None:
        """Return the text that a person's own strategy puts around the request; None for other strategies. Raises
        AdapterError.
        """
        if not prompts.is_own(strategy):
            return None
        key = (run.team_id, strategy)
        if key not in self.recipes:
            recipe = recipe_of(run.team_id, strategy)
            if recipe is None:
                raise AdapterError(f'Your team has no strategy "{strategy}" any more. Choose another one.')
            self.recipes[key] = recipe
        return self.recipes[key]

    def planned(self, candidate: Candidate, prompt: Prompt, plan: str) -> Prompt:
        """Return the second prompt of a strategy that asks for a plan first. Raises AdapterError where it does not
        fit.
        """
        second = prompts.PLANNED[candidate.strategy](prompt, plan)
        window = self.window(candidate.run, candidate.run.to_sampling())
        self._check(BuiltPrompt(second, self._count(second, window), window))
        return second

    def _own_stops(self) -> list[str]:
        own = self.model.own_options.get("stop") or []
        return own if self.adapter.sets_context and isinstance(own, list) else []

    def _prompt(self, candidate: Candidate, spec: TaskSpec, window: int | None) -> Prompt:
        if why := prompts.cannot(candidate.strategy, self.model):
            raise AdapterError(f"{self.model.model_id} {why}, its server says.")
        if attempt := repair_policy.last_attempt(candidate):
            again = prompts.render_repair(candidate.strategy, spec, attempt)
            self._check(BuiltPrompt(again, self._count(again, window), window))
            return again
        key = (candidate.task_id, candidate.strategy, spec.max_tokens)
        if prompt := self.built_prompts.get(key):
            return prompt
        try:
            recipe = self.recipe(candidate.run, candidate.strategy)
            built = fit(self.adapter, self.model.name, candidate.strategy, spec, window, recipe)
        except SuiteError as exc:
            raise AdapterError(str(exc)) from exc
        self._check(built)
        if len(self.built_prompts) >= MOST_CACHED:
            self.built_prompts.clear()
        self.built_prompts[key] = built.prompt
        return built.prompt

    def _count(self, prompt: Prompt, window: int | None) -> TokenCount:
        rough = estimate_tokens(text_of(prompt))
        is_short = window is None or rough.n + FRAME < window
        return rough if is_short else self.adapter.count_prompt(self.model.name, prompt)

    def _check(self, built: BuiltPrompt) -> None:
        """Refuse a prompt that is too long: a server would cut it silently, or refuse it in its own words.

        A prompt that is only estimated to be too long is sent; `check_taken` checks afterwards whether it was cut.
        """
        if built.window is None or built.count.n < built.window:
            return
        if not built.count.is_exact and fewest_tokens(text_of(built.prompt)) < built.window:
            return
        raise AdapterError(
            f"The prompt has {sized(built.count)}, the context of {self.model.model_id} only {built.window:,}: it "
            f"would be cut silently. {HINT}"
        )

    def context_tokens(self, run: Run) -> int | None:
        """Return the context that the questions of this run ask for; None leaves it to the server."""
        sampling = run.to_sampling()
        return self.window(run, sampling) if self.adapter.sets_context else sampling.context_tokens

    def check_taken(self, run: Run, prompt: Prompt, completion: Completion) -> None:
        """Raise AdapterError when the server did not take the whole prompt. The answer is then to another question."""
        text, windows = text_of(prompt), [completion.context_tokens, self.window(run, run.to_sampling())]
        window = min((size for size in windows if size), default=None)
        check_whole(self.model.model_id, text, self._count_text(text, window), completion.prompt_tokens, window)

    def _count_text(self, text: str, window: int | None) -> TokenCount:
        """Count by the model's own tokenizer where it comes close to the context."""
        rough = estimate_tokens(text)
        if window is None or rough.n + FRAME < window:
            return rough
        return self.adapter.count_tokens(self.model.name, text)

    def window(self, run: Run, sampling: Sampling) -> int | None:
        """Return tokens of context for this run: one size for all its questions, because each change loads the model
        again.
        """
        if sampling.context_tokens or not self.adapter.sets_context:
            return sampling.context_tokens or self.model.context_tokens
        window = self.windows.get(run.pk)  # another thread may clear them meanwhile
        if window is None:
            window = self.windows[run.pk] = self._needed(run, sampling)
        return window

    def _needed(self, run: Run, sampling: Sampling) -> int:
        longest = max(
            (self._length(task.to_spec(with_files=False), run, sampling) for task in run.suite_version.tasks.all()),
            default=0,
        )
        return window_for(longest, self.model.context_tokens)

    def _length(self, spec: TaskSpec, run: Run, sampling: Sampling) -> int:
        """Return tokens of the longest question about a task and its answer, roughly. Rounds do not send the thought
        back.
        """
        limits = token_limits(sampling, spec.max_tokens, self.model.can_think)
        lengths = [0]
        for strategy in run.strategies:
            is_known = strategy in prompts.STRATEGIES or prompts.is_own(strategy)
            if is_known and not prompts.unsupported_reason(strategy, spec):
                n_rounds = limits.answer + FEEDBACK_TOKENS if strategy in prompts.REPAIR_ROUNDS else 0
                n_rounds += PLAN_TOKENS + FRAME if strategy in prompts.PLANNED else 0
                budget = SMALLEST_WINDOW - n_rounds - limits.total
                first = prompts.render(strategy, spec, recipe=self.recipe(run, strategy))
                lengths.append(n_rounds + self._count(first, budget).n)
        return max(lengths) + FRAME + limits.total
