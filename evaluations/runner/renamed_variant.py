"""A suite's function tasks under other names: what a model knows by heart helps it less there.

The function that is asked for and its parameters get other names, in prompt, reference, mutants and checks, and the
tests another order. The request and its numbers stay the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from evaluations.actions.own_suites import RENAMEABLE, new_suite, require_renameable
from evaluations.actions.save_suite import save_version
from evaluations.errors import SuiteError
from evaluations.limits import MAX_SUITE_TITLE
from evaluations.models import Suite, SuiteVersion
from evaluations.queries.variant_difference import variant_slug, variant_with_seed
from evaluations.records import Kind, TaskSpec
from evaluations.runner.node_program import run_program

PROGRAM = "renamed_variant.mjs"
TIMEOUT_S, MEMORY_MB = 300, 1024
VERBS = (
    "apply",
    "bring",
    "carry",
    "draw",
    "form",
    "give",
    "hold",
    "lift",
    "make",
    "pull",
    "send",
    "take",
    "turn",
    "work",
)
NOUNS = (
    *("amber", "birch", "cedar", "delta", "ember", "fjord", "garnet", "heron", "indigo", "juniper", "kelp", "lotus"),
    *(
        "maple",
        "nectar",
        "onyx",
        "pebble",
        "quartz",
        "raven",
        "saffron",
        "thistle",
        "umber",
        "violet",
        "willow",
        "zinnia",
    ),
)
MOST_REASONS = 3  # tasks whose reason is in the description
N_WORDS = 12  # names offered to each task for its function, and as many for parameters; names that it uses are skipped
CODE = re.compile(r"(`+)([^`]+)\1")
SIGNATURE_NAME = re.compile(r"[A-Za-z_$][\w$]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class RenamedTasks:
    """The renamed tasks. left_out: task to the reason why it has no variant."""

    tasks: Sequence[TaskSpec]
    left_out: dict[str, str]


def renamed_tasks(specs: Iterable[TaskSpec], seed: int) -> RenamedTasks:
    """Return the function tasks among them under other names, by TypeScript's rename. Raises SuiteError without
    Node.
    """
    all_specs = list(specs)
    left_out = {spec.slug: reason for spec in all_specs if (reason := _skip_reason(spec))}
    chosen = [spec for spec in all_specs if spec.slug not in left_out]
    variants = []
    for spec, row in zip(chosen, _run([_order(spec, seed) for spec in chosen]), strict=True):
        prompt = spec.prompt if row["error"] else renamed_prompt(spec.prompt, spec.entry_point or "", row["names"])
        if row["error"]:
            left_out[spec.slug] = row["error"]
        elif _has_name(prompt, spec.entry_point or "") or not _has_name(prompt, row["names"][spec.entry_point]):
            left_out[spec.slug] = f"the prompt does not show {spec.entry_point} as code alone"
        else:
            variants.append(_variant(spec, row, prompt))
    return RenamedTasks(tasks=variants, left_out=left_out)


def _skip_reason(spec: TaskSpec) -> str:
    if spec.kind is not Kind.FUNCTION or spec.language not in RENAMEABLE:
        return f"only functions in {' and '.join(RENAMEABLE)} are renamed"
    if not spec.entry_point or spec.checks is None or spec.entry not in spec.reference:
        return "it has no function name, no checks or no reference"
    return "" if not spec.turns and not spec.context else "it has context files or earlier turns"


def _words(slug: str, seed: int) -> tuple[list[str], list[str]]:
    """Return names for functions and for parameters."""
    draw = Random(f"{seed}:{slug}")  # of text: the same everywhere
    functions = [f"{verb}{noun.title()}" for verb in VERBS for noun in NOUNS]
    return draw.sample(functions, N_WORDS), draw.sample(NOUNS, N_WORDS)


def _order(spec: TaskSpec, seed: int) -> dict[str, Any]:
    assert spec.checks is not None
    answers = {"": dict(spec.reference)}
    answers |= {f"mutant {name}": dict(files) for name, files in spec.mutants.items()}
    answers |= {f"alternative {name}": dict(files) for name, files in spec.alternatives.items()}
    functions, parameters = _words(spec.slug, seed)
    shown = sorted({name for _, code in CODE.findall(spec.prompt) for name in SIGNATURE_NAME.findall(code)})
    return {
        "slug": spec.slug,
        "entry": spec.entry,
        "entryPoint": spec.entry_point,
        "answers": answers,
        "checks": {"path": spec.checks.path, "text": spec.checks.source},
        "functions": functions,
        "parameters": parameters,
        "shown": shown,
        "seed": Random(f"order:{seed}:{spec.slug}").randrange(2**31),
    }


def _run(orders: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    if not orders:
        return []
    limits = {"memory_mb": MEMORY_MB, "timeout_s": TIMEOUT_S}
    rows: list[dict[str, Any]] = run_program(
        PROGRAM, orders, **limits, what="Renaming", shorter="Take tasks out of the suite."
    )
    return rows


def renamed_prompt(prompt: str, entry_point: str, names: dict[str, str]) -> str:
    """Return the prompt with other names: in its code, and the function's also in prose where a parenthesis follows."""
    text = CODE.sub(lambda match: f"{match[1]}{_in_code(match[2], names)}{match[1]}", prompt)
    new = names[entry_point]
    return re.sub(rf"(?<![\w$.]){re.escape(entry_point)}(?=\()", new, text)


def _in_code(code: str, names: dict[str, str]) -> str:
    """Return names that are no property, no key of an object and in no quotes."""
    alone = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(rf"(\"[^\"]*\"|'[^']*')|(?<![\w$.])({alone})(?![\w$])(?!\s*:(?!:))")
    return pattern.sub(lambda match: match[1] or names[match[2]], code)


def _has_name(prompt: str, name: str) -> bool:
    codes = " ".join(code for _, code in CODE.findall(prompt))
    return bool(re.search(rf"(?<![\w$]){re.escape(name)}(?![\w$])", codes))


def _variant(spec: TaskSpec, row: dict[str, Any], prompt: str) -> TaskSpec:
    assert spec.checks is not None
    assert spec.entry_point is not None
    answers: dict[str, dict[str, str]] = row["answers"]

    def named(kind: str) -> dict[str, dict[str, str]]:
        return {name.removeprefix(kind): files for name, files in answers.items() if name.startswith(kind)}

    return replace(
        spec,
        prompt=prompt,
        entry_point=row["names"][spec.entry_point],
        reference=answers[""],
        mutants=named("mutant "),
        alternatives=named("alternative "),
        checks=replace(spec.checks, source=row["checks"]),
        published="",  # under these names it is not public
        tags=(*spec.tags, "renamed"),
    )


def make_variant(version: SuiteVersion, seed: int) -> SuiteVersion:
    """Return the suite of the renamed tasks of a version, found or made. Raises SuiteError where no task can be
    renamed.
    """
    return save_variant(version, seed, renamed_version(version, seed))


def find_or_make_variant(version: SuiteVersion, seed: int) -> SuiteVersion:
    """Return the variant of a version with this seed. Make it if it does not exist. Raises SuiteError."""
    return variant_with_seed(version, seed) or make_variant(version, seed)


def renamed_version(version: SuiteVersion, seed: int) -> RenamedTasks:
    """Return the tasks of a version under other names. Raises SuiteError, also for what is such a variant itself."""
    require_renameable(version)
    return renamed_tasks([task.to_spec() for task in version.tasks.order_by("position")], seed)


def save_variant(version: SuiteVersion, seed: int, renamed: RenamedTasks) -> SuiteVersion:
    """Store renamed tasks as a separate suite. Raises SuiteError if there are none."""
    if not renamed.tasks:
        first = next(iter(renamed.left_out.items()), ("", "there is no task"))
        raise SuiteError(f"No task of {version} can be renamed: {first[0]}: {first[1]}.")
    slug = variant_slug(version.suite.slug, seed)
    suite = Suite.objects.filter(team=version.suite.team, slug=slug).first()
    if suite is None:
        title = f"{version.suite.title[: MAX_SUITE_TITLE - 30]}, renamed (seed {seed})"
        suite = new_suite(version.suite.team, title, slug=slug, licence=version.suite.licence)
    suite.description = _description(version, seed, renamed)
    suite.save(update_fields=["description"])
    variant = save_version(suite, renamed.tasks, is_newest=True)
    SuiteVersion.objects.filter(pk=variant.pk).update(variant_of=version)
    return variant


def _description(version: SuiteVersion, seed: int, renamed: RenamedTasks) -> str:
    n = len(renamed.tasks)
    text = f"{n} tasks of {version} under other names and with their tests in another order (seed {seed})."
    if renamed.left_out:
        shown = [f"{slug} ({reason})" for slug, reason in list(renamed.left_out.items())[:MOST_REASONS]]
        n_more = len(renamed.left_out) - len(shown)
        text += f" Left out: {', '.join(shown)}{f' and {n_more} more' if n_more else ''}."
    return text
