"""The time zone of a case: UTC on every machine, or the one that it names; never that of the case before."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from evaluations.execution_records import Case
from evaluations.records import Checks, Lane, Verdict
from evaluations.sandbox import Sandbox

LANES: list[Lane] = ["function", "page"]


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Sandbox]:
    """A sandbox with one slot on a machine whose clock shows another time zone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Asia/Tokyo")
        with Sandbox(slots=1) as sandbox:
            yield sandbox


def case(lane: Lane, hour: int, zone: str) -> Case:
    """A case that passes where the epoch is at this hour and the zone has this name."""
    return Case(
        id=zone,
        lane=lane,
        files={"a.js": "export const hour = () => new Date(0).getHours();"},
        entry="a.js",
        checks=Checks(
            path="a.test.js",
            source=f"""import {{ hour }} from "./a";
              test("hour", () => expect(hour()).toBe({hour}));
              test("zone", () => expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe("{zone}"));""",
        ),
        time_zone="" if zone == "UTC" else zone,
    )


@pytest.mark.parametrize("lane", LANES)
def test_zone_is_utc_or_the_one_that_the_case_names(lane: Lane, elsewhere: Sandbox) -> None:
    for hour, zone in ((0, "UTC"), (19, "America/New_York"), (1, "Europe/Berlin"), (0, "UTC")):
        report = elsewhere.execute(case(lane, hour, zone))
        assert report.verdict is Verdict.PASSED, f"{zone}: {report.cause}"


def test_unknown_zone_is_not_the_answers_fault(elsewhere: Sandbox) -> None:
    report = elsewhere.execute(dataclasses.replace(case("function", 0, "UTC"), time_zone="Mars/Olympus"))
    assert report.verdict is Verdict.UNSCORED
    assert elsewhere.execute(case("function", 0, "UTC")).verdict is Verdict.PASSED
