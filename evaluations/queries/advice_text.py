"""The advisor's sentences: the same on the page, in the API and on the command line."""

from __future__ import annotations

from dataclasses import dataclass

from evaluations.queries.advice import Advice, Option, Rival
from evaluations.statistics import MoreTasks
from evaluations.statistics.planning import MOST_TASKS

MOST_NAMED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceText:
    """One sentence per field, empty when there is nothing to say.

    choice: the recommended model. sure: how sure that is. settle: how to find out. instead: a smaller or quicker model
    without a significant difference. price: what it costs.
    """

    choice: str
    sure: str
    settle: str
    instead: str
    price: str

    @property
    def sentences(self) -> list[str]:
        """The sentences that are not empty."""
        return [text for text in (self.choice, self.sure, self.settle, self.instead, self.price) if text]


def advice_text(advice: Advice) -> AdviceText:
    """Return the sentences of one advice."""
    best = advice.best
    if best is None:
        return AdviceText(choice=_no_result_sentence(advice), sure="", settle="", instead="", price="")
    return AdviceText(
        choice=_choice(advice, best),
        sure=_certainty_sentences(advice),
        settle=_how_to_settle(advice),
        instead=_alternatives(advice, best),
        price=_price(advice, best),
    )


def _no_result_sentence(advice: Advice) -> str:
    if not advice.versions:
        return "No suite has results yet. Run a suite on several models."
    if not advice.left_out:
        return "No model has a scored answer over these suites yet. Run them on several models."
    reasons: dict[str, int] = {}
    for row in advice.left_out:
        reasons[row.why] = reasons.get(row.why, 0) + 1
    listed = "; ".join(f"{n} × {why}" for why, n in sorted(reasons.items(), key=lambda pair: -pair[1])[:MOST_NAMED])
    return f"No model fits. Of {len(advice.left_out)} left out: {listed}. Loosen a limit, or run a smaller model."


def _choice(advice: Advice, best: Option) -> str:
    interval = best.figures.pass_1
    rate = (
        f"{100 * interval.share:.0f} % ({100 * interval.low:.0f} to {100 * interval.high:.0f})"
        if interval
        else "nothing"
    )
    n_tasks = best.figures.n_tasks
    tasks = f"{n_tasks} task{'' if n_tasks == 1 else 's'}"
    among = (
        f", the most of the {len(advice.options)} that fit" if len(advice.options) > 1 else ", the only one that fits"
    )
    away = "" if best.is_here else " It is on none of your servers now: pull it before you use it."
    return f"Recommended: {best.name}. It passes {rate} of {tasks}{among}.{away}"


def _certainty_sentences(advice: Advice) -> str:
    rivals, n_open = advice.rivals, len(advice.open_rivals)
    if not rivals:
        return "There is nothing to compare it with: run the same suites on a second model that fits."
    many = f" Corrected for {advice.n_paired} pairs that are compared together (Holm)." if advice.n_paired > 1 else ""
    if not n_open:
        whom = "the other one" if len(rivals) == 1 else f"each of the next {len(rivals)}"
        return f"That is sure: it is significantly better than {whom}.{many}"
    named = _rival_names(advice.open_rivals)
    if n_open == len(rivals):
        return f"That is not sure: there is no significant difference to {named}.{many}"
    n_better = len(rivals) - n_open
    return (
        f"It is significantly better than {n_better} of the next {len(rivals)}. There is no significant difference to "
        f"{named}.{many}"
    )


def _how_to_settle(advice: Advice) -> str:
    if not advice.open_rivals:
        return ""
    nearest, *others = [(r.option.name, r.comparison.more_tasks if r.comparison else None) for r in advice.open_rivals]
    name, more = nearest
    if more is None:
        text = (
            f"Its results are like those of {name}: more tasks of this kind may never show a difference. Take the "
            "smaller or quicker one."
        )
    else:
        text = f"To make it sure: {_tasks(more)} would show whether it differs from {name}."
    most = max((row for _, row in others if row), default=None)
    return f"{text} For the others it takes up to {_tasks(most)}." if most and (more is None or most > more) else text


def _tasks(more: MoreTasks) -> str:
    about = f"{more.about:,} or" if more.about >= MOST_TASKS else f"about {more.about:,}"
    return f"{about} more task{'' if more.about == 1 else 's'} ({more.low:,} to {more.high:,})"


def _alternatives(advice: Advice, best: Option) -> str:
    """Return the smallest and the quickest of those that may be equally good: the difference's interval contains 0."""
    options = [r.option for r in advice.open_rivals if r.comparison and r.comparison.difference.low <= 0]
    lighter = [
        (option.weights.gb, option)
        for option in options
        if option.weights and (best.weights is None or option.weights.gb < best.weights.gb)
    ]
    quicker = [
        (option.speed.tokens_per_s, option)
        for option in options
        if option.speed.tokens_per_s and option.speed.tokens_per_s > (best.speed.tokens_per_s or 0)
    ]
    parts = []
    if lighter:
        gb, option = min(lighter, key=lambda pair: pair[0])
        parts.append(f"{option.name} is the smallest ({gb:.1f} GB)")
    if quicker:
        rate, option = max(quicker, key=lambda pair: pair[0])
        parts.append(f"{option.name} the quickest ({rate:.0f} tokens per second)")
    return f"Of those that may be as good {' and '.join(parts)}." if parts else ""


def _price(advice: Advice, best: Option) -> str:
    price = advice.limits.price_per_hour
    if price is None:
        return ""
    answer, passed = price_of(best.seconds_per_answer, price), price_of(best.seconds_per_pass, price)
    if answer is None:
        return f"What an answer costs is not known: no times are recorded for {best.name}."
    sentence = f"One answer costs {money(answer)}"
    sentence += f", one that passes {money(passed)}" if passed is not None else "; none passed"
    return f"{sentence}, at {price:g} per server-hour and one answer at a time."


def price_of(seconds: float | None, per_hour: float | None) -> float | None:
    """Return the price of these seconds of a server; None if seconds or price are unknown."""
    return None if seconds is None or per_hour is None else seconds * per_hour / 3600


def money(value: float) -> str:
    """Format a price with three significant digits, never in powers of ten: 0.000414."""
    if value == 0:
        return "0"
    digits = 2
    while value < 10 ** (2 - digits) and digits < 12:
        digits += 1
    return f"{value:.{digits}f}"


def _rival_names(rivals: list[Rival]) -> str:
    names = [rival.option.name for rival in rivals]
    if len(names) > MOST_NAMED:
        return f"{', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
