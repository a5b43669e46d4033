"""Limits of a person and of a team: requests per minute, open runs, uploads; each with its message."""

from __future__ import annotations

import re
from typing import Any

import pytest
import redis
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from evaluations import workbooks
from evaluations.actions import automatic_runs
from evaluations.errors import LimitReached
from evaluations.models import LanguageModel, Run, Team, Workbook
from evaluations.queries.usage import read_usage
from tests import factories
from tests.webapp.api_client import body_of, caller
from tests.webapp.page_text import html_of
from tests.webapp.rows_for_pages import make_model, make_person, sign_in
from webapp.site import request_limits
from webapp.site.request_limits import RequestCounter, requests_of_minute

pytestmark = pytest.mark.django_db
CSV = b"name,amount\n" + b"".join(b"customer %d,%d\n" % (n, n) for n in range(60_000))  # 1.2 MB


@pytest.fixture(autouse=True)
def from_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start each test at the begin of a minute that does not end."""
    cache.clear()
    for counts in (requests_of_minute._counts, requests_of_minute._reported, requests_of_minute._others):
        counts.clear()
    monkeypatch.setattr("webapp.site.request_limits.time.time", lambda: 6000.0)


def text_of(response: Any) -> str:
    """Return the text of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html_of(response)).split())


def test_requests_are_counted_by_person_and_by_minute(settings: Any) -> None:
    settings.REQUESTS_PER_MINUTE_PERSON, settings.REQUESTS_PER_MINUTE_TEAM = 2, 5
    counter = RequestCounter()
    for _ in range(2):
        counter.count(1, 7, now_s=600.0)
    with pytest.raises(LimitReached, match=r"You have sent more than 2 requests within a minute. Try again in 45 s\."):
        counter.count(1, 7, now_s=615.0)
    counter.count(2, 7, now_s=615.0)
    counter.count(2, 7, now_s=615.0)
    counter.count(3, 7, now_s=615.0)
    with pytest.raises(LimitReached, match="Your team has sent more than 5 requests"):
        counter.count(3, 7, now_s=615.0)
    counter.count(1, 7, now_s=660.0)


def test_requests_to_other_web_processes_count_too(settings: Any) -> None:
    settings.REQUESTS_PER_MINUTE_PERSON = 300
    first, second = RequestCounter(), RequestCounter()
    for _ in range(150):
        first.count(1, None, now_s=600.0)
        second.count(1, None, now_s=600.0)
    for _ in range(2):  # a process reports after each third request
        first.count(1, None, now_s=601.0)
    with pytest.raises(LimitReached):
        first.count(1, None, now_s=601.0)
    RequestCounter().count(1, None, now_s=660.0)


def test_without_a_broker_each_process_counts_its_own(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def refuse(key: str, *_: Any) -> int:
        tried.append(key)
        raise redis.ConnectionError("away")

    monkeypatch.setattr(request_limits, "count_in_broker", refuse)
    settings.REQUESTS_PER_MINUTE_PERSON = 2
    counter = RequestCounter()
    for _ in range(2):
        counter.count(1, None, now_s=600.0)
    with pytest.raises(LimitReached):
        counter.count(1, None, now_s=600.0)
    assert len(tried) == 1, "the broker is not asked again in the same minute"


def test_page_over_the_limit_is_429_with_sentence_and_time(settings: Any) -> None:
    settings.REQUESTS_PER_MINUTE_PERSON = 2
    busy, other = sign_in(make_person("busy")), sign_in(make_person("other"))
    assert [busy.get("/help/").status_code for _ in range(3)] == [200, 200, 429]
    response = busy.get("/help/")
    assert response["Retry-After"] == "60"
    assert "more than 2 requests within a minute" in text_of(response)
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert other.get("/help/").status_code == 200


def test_token_over_the_limit_gets_a_problem(settings: Any) -> None:
    settings.REQUESTS_PER_MINUTE_TEAM = 1
    asker = caller()
    body_of(asker.get("runs"))
    refused = asker.get("runs")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "60"
    assert refused.json()["detail"].startswith("Your team has sent more than 1 requests")


def test_open_runs_of_a_person_are_limited_until_one_ends(settings: Any) -> None:
    settings.OPEN_RUNS_PER_PERSON = 1
    person, version, model = make_person("eager"), factories.make_suite(), factories.make_model()
    run = factories.make_run(version, [model], created_by=person)
    with pytest.raises(LimitReached, match="You have 1 open run, and the limit is 1"):
        factories.make_run(version, [model], created_by=person)
    factories.make_run(version, [model], created_by=make_person("other"))
    factories.make_run(version, [model])  # from a shell
    run.pause()
    with pytest.raises(LimitReached):
        factories.make_run(version, [model], created_by=person)
    run.cancel()
    factories.make_run(version, [model], created_by=person)


def test_prompt_over_the_teams_limit_is_403_and_stores_nothing(settings: Any) -> None:
    settings.OPEN_RUNS_PER_TEAM = 1
    factories.make_run(factories.make_suite(), [factories.make_model("box/a:1b")])
    form = {"prompt": "Write add(a, b).", "kind": "function", "language": "ts", "n_samples": "1", "max_tokens": "512"}
    form |= {"strategy": "plain", "temperature": "0.2", "seed": "1", "action": "run"}
    form |= {"models": str(make_model("box/b:1b").pk)}
    response = sign_in(make_person("late")).post("/prompt/", form)
    assert response.status_code == 403, text_of(response)[:2000]
    assert "Your team has 1 open run, and the limit is 1." in text_of(response)
    assert Run.objects.count() == 1


def test_automatic_run_waits_for_room(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise LimitReached("Your team has 1 open run, and the limit is 1.", status=403)

    monkeypatch.setattr("evaluations.models.runs.RunQuerySet.refuse_more", full)
    version, person = factories.make_suite(), make_person("planner")
    model = factories.make_model()
    team, servers = version.suite.team, [model.server]
    schedule = automatic_runs.add_schedule(team, [version.suite], servers, (0, 0), n_samples=1, by=person)
    LanguageModel.objects.filter(pk=model.pk).update(digest="sha256:new")
    model.refresh_from_db()
    assert automatic_runs._start(schedule, version.suite, model) is None
    assert not Run.objects.exists()
    monkeypatch.undo()
    assert automatic_runs._start(schedule, version.suite, model) is not None


def upload(name: str = "orders.csv", content: bytes = CSV) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/csv")


def test_upload_over_the_limit_is_413_by_page_and_api(settings: Any) -> None:
    settings.UPLOADS_MB_PER_PERSON = 1
    person = make_person("collector")
    response = sign_in(person).post("/workbooks/", {"file": upload()})
    assert response.status_code == 413
    assert "You have 0 bytes of uploaded files, and 1 MB are allowed; this upload has 1.2 MB." in text_of(response)
    by_token = caller(name="by-token").upload("workbooks", file=upload())
    assert by_token.status_code == 413
    assert "1 MB are allowed" in by_token.json()["detail"]
    assert not Workbook.objects.exists()


def test_script_of_the_page_gets_the_sentence_in_json(settings: Any) -> None:
    settings.UPLOADS_MB_PER_PERSON = 1
    response = sign_in(make_person("dropper")).post(
        "/workbooks/", {"file": upload()}, headers={"Accept": "application/json"}
    )
    assert body_of(response, 413)["error"].startswith("You have 0 bytes of uploaded files, and 1 MB are allowed;")


def test_files_before_the_limit_are_kept_and_named(settings: Any) -> None:
    settings.UPLOADS_MB_PER_PERSON = 2
    files = [upload(), upload("more.csv", CSV + b"one more,1\n")]
    response = sign_in(make_person("collector")).post("/workbooks/", {"file": files})
    assert response.status_code == 422
    assert "orders.csv uploaded." in text_of(response)
    assert "more.csv: You have 1.2 MB of uploaded files, and 2 MB are allowed" in text_of(response)
    assert [row.name for row in Workbook.objects.all()] == ["orders.csv"]


def test_simultaneous_uploads_stay_below_the_limit(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.UPLOADS_MB_PER_TEAM = 2
    first, second = sign_in(make_person("first")), sign_in(make_person("second"))
    admit = workbooks.admit

    def slow(*args: Any, **kwargs: Any) -> workbooks.Admission:
        """Read the first file; meanwhile the second one is uploaded."""
        monkeypatch.setattr(workbooks, "admit", admit)
        assert second.post("/workbooks/", {"file": upload("more.csv", CSV + b"one more,1\n")}).status_code == 302
        return admit(*args, **kwargs)

    monkeypatch.setattr(workbooks, "admit", slow)
    refused = first.post("/workbooks/", {"file": upload()})
    assert refused.status_code == 413
    assert "Your team has 1.2 MB of uploaded files, and 2 MB are allowed" in text_of(refused)
    assert [row.name for row in Workbook.objects.all()] == ["more.csv"]


def test_bytes_of_a_team_are_those_of_all_its_people(settings: Any) -> None:
    settings.UPLOADS_MB_PER_TEAM = 2
    first, second = sign_in(make_person("first")), sign_in(make_person("second"))
    assert first.post("/workbooks/", {"file": upload()}).status_code == 302
    refused = second.post("/workbooks/", {"file": upload("more.csv", CSV + b"one more,1\n")})
    assert refused.status_code == 413
    assert "Your team has 1.2 MB of uploaded files, and 2 MB are allowed" in text_of(refused)


def test_file_that_the_team_has_already_needs_no_room(settings: Any) -> None:
    settings.UPLOADS_MB_PER_TEAM = settings.UPLOADS_MB_PER_PERSON = 2
    person, mate = make_person("collector"), make_person("mate")
    assert sign_in(person).post("/workbooks/", {"file": upload()}).status_code == 302
    own = Workbook.objects.get()
    again = sign_in(person).post("/workbooks/", {"file": upload()})
    assert (again.status_code, again.headers.get("Location")) == (302, f"/workbooks/{own.pk}/")
    by_token = caller(name="by-token")
    assert body_of(by_token.upload("workbooks", file=upload()), 200)["id"] == own.pk
    settings.UPLOADS_MB_PER_TEAM = settings.UPLOADS_MB_PER_PERSON = 1  # lowered since
    assert body_of(by_token.upload("workbooks", file=upload()), 200)["id"] == own.pk
    assert sign_in(mate).post("/workbooks/", {"file": upload("copy.csv")}).status_code == 302
    assert body_of(by_token.upload("workbooks", file=upload("third.csv")), 201)["name"] == "third.csv"
    assert Workbook.objects.n_bytes() == len(CSV)
    refused = sign_in(mate).post("/workbooks/", {"file": upload("more.csv", CSV + b"one more,1\n")})
    assert refused.status_code == 413, "other bytes do need room"


def test_file_of_another_team_needs_room(settings: Any) -> None:
    assert sign_in(make_person("collector")).post("/workbooks/", {"file": upload()}).status_code == 302
    settings.UPLOADS_MB_PER_TEAM = 1
    outsider = make_person("outsider", team=factories.make_team("others"))
    assert sign_in(outsider).post("/workbooks/", {"file": upload()}).status_code == 413


def test_preferences_and_the_api_show_what_is_used(settings: Any) -> None:
    settings.OPEN_RUNS_PER_PERSON = 3
    person = make_person("reader")
    factories.make_run(factories.make_suite(), [factories.make_model()], created_by=person)
    assert [usage.own for usage in read_usage(Team.objects.default(), person)] == [1, 0, None]
    settings.UPLOADS_MB_PER_TEAM = 50
    sign_in(person).post("/workbooks/", {"file": upload(content=b"a,b\n" + b"1,2\n" * 2500)})
    text = text_of(sign_in(person).get("/people/preferences/"))
    assert "Open runs 1 of 3 1 of 500" in text
    assert "Uploaded files 9.8 KB 9.8 KB of 50.0 MB" in text.replace("\xa0", " ")
    assert "Requests per minute 6,000 30,000" in text
    limits = body_of(caller(name="api").get("me"))["limits"]
    assert (limits[1]["name"], round(limits[1]["team"], 4)) == ("MB of uploaded files", 0.0095)
    assert limits[0] == {"name": "Open runs", "own": 0, "own_limit": 3, "team": 1, "team_limit": 500}
