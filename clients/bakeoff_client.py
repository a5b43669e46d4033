"""Python client of Bakeoff's API in one file, for Python 3.10 and later; only the standard library is needed.

Made by webapp/api/python_client.py from the OpenAPI document. Change that, not this.

    from bakeoff_client import Bakeoff
    bakeoff = Bakeoff("http://127.0.0.1:8000", token="bakeoff_…")
    run = bakeoff.create_run(suite="starter", models=["embedded/smollm2:135m"])
    bakeoff.wait_for_run(run["id"])
    for answer in bakeoff.all_pages(bakeoff.list_candidates, run=[run["id"]]):
        print(answer["task"], answer["verdict"])
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

FileLike = str | Path | tuple[str, bytes]


class _Nothing:
    """The value of an argument that was not given, because None is sent as null."""

    def __repr__(self) -> str:
        return "NOT_GIVEN"


NOT_GIVEN: Any = _Nothing()


class BakeoffProblem(Exception):
    """The server refused. detail: what; hint: what to do (cure: its old name); errors: field and message of each."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        super().__init__(f"{body.get('detail', '')} {body.get('hint', body.get('cure', ''))}".strip())
        self.status = int(body.get("status", 0))
        self.detail, self.hint = str(body.get("detail", "")), str(body.get("hint", body.get("cure", "")))
        self.cure = self.hint
        self.errors: list[dict[str, str]] = list(body.get("errors", []))


def _quoted(value: object) -> str:
    return urllib.parse.quote(str(value), safe="")


def _given(value: Any) -> Any:
    """None means “not given” where the server takes no null."""
    return NOT_GIVEN if value is None else value


def _pairs(query: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Nothing for None; true and false as the server reads them."""
    pairs = [(name, value) for name, value in query.items() if value is not None]
    return [(name, str(value).lower() if isinstance(value, bool) else value) for name, value in pairs]


class _Sent(tuple[str, bytes]):
    """A file that is sent with a form."""


def _file(file: FileLike | None) -> _Sent | None:
    """A path, or a name with its bytes."""
    if file is None or isinstance(file, tuple):
        return None if file is None else _Sent(file)
    return _Sent((str(file), Path(file).read_bytes()))


def _multipart(form: Mapping[str, Any]) -> tuple[bytes, str]:
    """A body with files."""
    border = secrets.token_hex(16)
    parts = []
    for name, value in _pairs(form):
        head, content = f'Content-Disposition: form-data; name="{name}"', str(value).encode()
        if isinstance(value, _Sent):
            path, content = value
            file_name = path.replace("\\", "/").rpartition("/")[2].replace('"', "%22")
            head += f'; filename="{file_name}"\r\nContent-Type: application/octet-stream'
        parts.append(f"--{border}\r\n{head}\r\n\r\n".encode() + content + b"\r\n")
    return b"".join([*parts, f"--{border}--\r\n".encode()]), f"multipart/form-data; boundary={border}"


class Bakeoff:
    """One server and one token. Methods return the server's answer: dicts and lists, or bytes for files."""

    def __init__(self, address: str, *, token: str, timeout_s: float = 60.0) -> None:
        self.address, self.token, self.timeout_s = address.rstrip("/"), token, timeout_s
        self._seen: dict[str, tuple[str, Any]] = {}

    def _ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        form: Mapping[str, Any] | None = None,
        headers: Mapping[str, Any] | None = None,
    ) -> Any:
        text = urllib.parse.urlencode(_pairs(query or {}), doseq=True)
        address = f"{self.address}{path}{'?' if text else ''}{text}"
        request = urllib.request.Request(address, method=method)
        request.add_header("Authorization", f"Bearer {self.token}")
        for name, value in _pairs(headers or {}):
            request.add_header(name, str(value))
        if body is not None:
            body_fields = {name: value for name, value in body.items() if value is not NOT_GIVEN}
            request.data = json.dumps(body_fields).encode()
            request.add_header("Content-Type", "application/json")
        elif form is not None:
            request.data, kind = _multipart(form)
            request.add_header("Content-Type", kind)
        if method == "GET" and address in self._seen:
            request.add_header("If-None-Match", self._seen[address][0])
        try:
            with urllib.request.urlopen(request, timeout=self.timeout_s) as response:
                return self._read(address, response)
        except urllib.error.HTTPError as exc:
            with exc:
                if exc.code == 304:
                    return self._seen[address][1]
                raise self._problem(exc) from None

    def _read(self, address: str, response: Any) -> Any:
        content = response.read()
        if response.status == 204:
            return None
        if response.headers.get_content_type() != "application/json":
            return content
        value = json.loads(content)
        if tag := response.headers.get("ETag"):
            self._seen[address] = (tag, value)
        return value

    @staticmethod
    def _problem(exc: urllib.error.HTTPError) -> BakeoffProblem:
        content = exc.read()
        try:
            return BakeoffProblem(json.loads(content))
        except ValueError:
            return BakeoffProblem({"status": exc.code, "detail": content[:200].decode(errors="replace")})

    def all_pages(self, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Iterator[Any]:
        """Every item of a list, page after page: all_pages(client.list_runs, state="done")."""
        page = 1
        while True:
            page_body = method(*args, **kwargs, page=page, page_size=200)
            yield from page_body["items"]
            if not page_body["next"]:
                return
            page += 1

    def wait_for_run(
        self, run: int, *, every_s: float = 1.0, tell: Callable[[Any], None] | None = None, timeout_s: float = 3600.0
    ) -> Any:
        """The run's progress once it has ended; tell is called with each look. Raises TimeoutError."""
        end = time.monotonic() + timeout_s
        while True:
            progress = self._ask("GET", f"/api/v1/runs/{_quoted(run)}/progress")
            if tell:
                tell(progress)
            if progress["state"] in ("done", "cancelled"):
                return progress
            if time.monotonic() > end:
                raise TimeoutError(f"Run {run} is {progress['state']} after {timeout_s:.0f} s. {progress['message']}")
            time.sleep(every_s)

    def get_me(self) -> Any:
        """Who this token speaks for, and what it may. Useful as a first request."""
        return self._ask("GET", "/api/v1/me")

    def get_preferences(self) -> Any:
        """Your preferences. Theme, and defaults of a new prompt."""
        return self._ask("GET", "/api/v1/me/preferences")

    def change_preferences(
        self,
        *,
        theme: str | None = NOT_GIVEN,
        kind: str | None = NOT_GIVEN,
        language: str | None = NOT_GIVEN,
        n_samples: int | None = NOT_GIVEN,
        temperature: float | None = NOT_GIVEN,
        max_tokens: int | None = NOT_GIVEN,
    ) -> Any:
        """Change your preferences. null in n_samples, temperature or max_tokens: the site's default again."""
        return self._ask(
            "PATCH",
            "/api/v1/me/preferences",
            body={
                "theme": theme,
                "kind": kind,
                "language": language,
                "n_samples": n_samples,
                "temperature": temperature,
                "max_tokens": max_tokens,
            },
        )

    def list_people(self, *, page: int | None = None, page_size: int | None = None) -> Any:
        """People in the team, by name. With their roles."""
        return self._ask("GET", "/api/v1/people", query={"page": page, "page_size": page_size})

    def add_member(self, *, username: str, role: str | None = None) -> Any:
        """Add somebody. Returns a sign-in link for the person."""
        return self._ask("POST", "/api/v1/people", body={"username": username, "role": _given(role)})

    def change_member_role(self, person: int, *, role: str) -> Any:
        """Give somebody another role. 409 for the only admin."""
        return self._ask("PUT", f"/api/v1/people/{_quoted(person)}", body={"role": role})

    def remove_member(self, person: int) -> Any:
        """Take somebody out of the team. Their tokens stop working, their votes stay without the name. 409 for the
        only admin.
        """
        return self._ask("DELETE", f"/api/v1/people/{_quoted(person)}")

    def make_sign_in_link(self, person: int) -> Any:
        """A new sign-in link for somebody. An older unused link expires. 403 if the person is in a team of which
        you are not an admin.
        """
        return self._ask("POST", f"/api/v1/people/{_quoted(person)}/link")

    def list_tokens(self, *, whose: str | None = None, page: int | None = None, page_size: int | None = None) -> Any:
        """Tokens, the newest first. Without their secrets. Make tokens at /tokens/: a token cannot make another
        one.
        """
        return self._ask("GET", "/api/v1/tokens", query={"whose": whose, "page": page, "page_size": page_size})

    def revoke_token(self, token: int) -> Any:
        """Revoke a token. Any token can revoke itself; one with the scope people can revoke all tokens of the
        team. 409 when it is already revoked.
        """
        return self._ask("DELETE", f"/api/v1/tokens/{_quoted(token)}")

    def list_favourites(self, *, page: int | None = None, page_size: int | None = None) -> Any:
        """Your favourite models. By name."""
        return self._ask("GET", "/api/v1/favourite-models", query={"page": page, "page_size": page_size})

    def add_favourite(self, model: int) -> Any:
        """Put a model among your favourites. Your own: others do not see it."""
        return self._ask("PUT", f"/api/v1/models/{_quoted(model)}/favourite")

    def remove_favourite(self, model: int) -> Any:
        """Take a model out of your favourites. Nothing changes when it is not one of them."""
        return self._ask("DELETE", f"/api/v1/models/{_quoted(model)}/favourite")

    def list_probes(self, model: int) -> Any:
        """Probes of a model. The newest first, at most fifty."""
        return self._ask("GET", f"/api/v1/models/{_quoted(model)}/probes")

    def probe_model(self, model: int) -> Any:
        """Probe a model. A worker asks three short questions; GET its probes for the result. 409 while its server
        answers a run.
        """
        return self._ask("POST", f"/api/v1/models/{_quoted(model)}/probe")

    def change_training_cutoff(self, model: int, *, training_cutoff: str) -> Any:
        """The model's training cut-off. Needs who may change its server. Comparisons with `unseen=1` leave out
        what was public by then.
        """
        return self._ask("PUT", f"/api/v1/models/{_quoted(model)}/cutoff", body={"training_cutoff": training_cutoff})

    def get_queue(self) -> Any:
        """What each server does and what waits for it. In the order in which it is asked. Other teams' runs are
        counted, never named.
        """
        return self._ask("GET", "/api/v1/queue")

    def list_models(
        self, *, q: str | None = None, show: str | None = None, page: int | None = None, page_size: int | None = None
    ) -> Any:
        """Models, with how well each did last. Models that can be used in a run, and models with answers."""
        return self._ask("GET", "/api/v1/models", query={"q": q, "show": show, "page": page, "page_size": page_size})

    def get_model(self, model: int) -> Any:
        """One model. By number."""
        return self._ask("GET", f"/api/v1/models/{_quoted(model)}")

    def delete_model(self, model: int) -> Any:
        """Delete a model from its server's disk. A worker deletes it; its answers stay. 409 while its server
        answers a run, or if the server cannot delete.
        """
        return self._ask("DELETE", f"/api/v1/models/{_quoted(model)}")

    def pull_model(self, *, server: str, name: str) -> Any:
        """Download a model onto an Ollama server. It runs in the background; GET the model for its progress."""
        return self._ask("POST", "/api/v1/models/pull", body={"server": server, "name": name})

    def cancel_pull(self, model: int) -> Any:
        """End a download. Cancels the pull, or removes the message of an ended one."""
        return self._ask("POST", f"/api/v1/models/{_quoted(model)}/cancel-pull")

    def load_model(self, model: int) -> Any:
        """Load a model. A worker loads it; GET the model again in a moment. 409 while its server answers a run."""
        return self._ask("POST", f"/api/v1/models/{_quoted(model)}/load")

    def unload_model(self, model: int) -> Any:
        """Unload a model. A worker unloads it. 409 while its server answers a run."""
        return self._ask("POST", f"/api/v1/models/{_quoted(model)}/unload")

    def list_servers(self) -> Any:
        """Model servers. Your team's own and the whole site's, without their keys."""
        return self._ask("GET", "/api/v1/servers")

    def create_server(self, *, name: str, base_url: str, kind: str | None = None, api_key: str | None = None) -> Any:
        """Add a model server. It belongs to your team. A worker refreshes it at once."""
        return self._ask(
            "POST",
            "/api/v1/servers",
            body={"kind": _given(kind), "name": name, "base_url": base_url, "api_key": _given(api_key)},
        )

    def test_server(self, *, name: str, base_url: str, kind: str | None = None, api_key: str | None = None) -> Any:
        """Try a server before adding it. Stores nothing. A worker tests it for up to 20 s; after that the answer
        is 503.
        """
        return self._ask(
            "POST",
            "/api/v1/servers/test",
            body={"kind": _given(kind), "name": name, "base_url": base_url, "api_key": _given(api_key)},
        )

    def change_model_server(self, server: int, *, name: str, base_url: str, api_key: str | None = None) -> Any:
        """Rename a server, correct its address. Servers that were found automatically cannot be changed. A new
        scheme, host or port removes the key unless a key is sent.
        """
        return self._ask(
            "PUT",
            f"/api/v1/servers/{_quoted(server)}",
            body={"name": name, "base_url": base_url, "api_key": _given(api_key)},
        )

    def delete_server(self, server: int) -> Any:
        """Forget a server and its models. 409 when runs have answers of its models."""
        return self._ask("DELETE", f"/api/v1/servers/{_quoted(server)}")

    def change_server_settings(
        self,
        server: int,
        *,
        keep_alive_s: int | None = None,
        unloads_between: bool | None = None,
        unloads_at_end: bool | None = None,
        n_requests: int | None = NOT_GIVEN,
        n_threads: int | None = NOT_GIVEN,
        first_token_s: int | None = None,
        silence_s: int | None = None,
        allows_cloud: bool | None = None,
    ) -> Any:
        """Set how a server is asked. Also for servers that were found automatically. They apply from the next
        question on.
        """
        return self._ask(
            "PUT",
            f"/api/v1/servers/{_quoted(server)}/settings",
            body={
                "keep_alive_s": _given(keep_alive_s),
                "unloads_between": _given(unloads_between),
                "unloads_at_end": _given(unloads_at_end),
                "n_requests": n_requests,
                "n_threads": n_threads,
                "first_token_s": _given(first_token_s),
                "silence_s": _given(silence_s),
                "allows_cloud": _given(allows_cloud),
            },
        )

    def measure_server(self, server: int) -> Any:
        """Measure a server. A worker measures it for up to five minutes; GET the servers again for the proposal.
        409 while it answers a run.
        """
        return self._ask("POST", f"/api/v1/servers/{_quoted(server)}/measure")

    def use_measured_settings(self, server: int) -> Any:
        """Use the proposed settings. Uses the settings of the last measurement. They apply from the next question
        on.
        """
        return self._ask("POST", f"/api/v1/servers/{_quoted(server)}/use-measured")

    def refresh_server(self, server: int) -> Any:
        """Look at a server now. A worker refreshes it; GET the servers again in a moment."""
        return self._ask("POST", f"/api/v1/servers/{_quoted(server)}/refresh")

    def list_schedules(self, *, page: int | None = None, page_size: int | None = None) -> Any:
        """What new models run by themselves. Schedules of your team."""
        return self._ask("GET", "/api/v1/schedules", query={"page": page, "page_size": page_size})

    def create_schedule(
        self,
        *,
        suites: Sequence[str],
        servers: Sequence[str] | None = None,
        from_hour: int | None = None,
        to_hour: int | None = None,
        n_samples: int | None = None,
    ) -> Any:
        """Have new models run suites by themselves. Models that exist now count as known: only models that appear
        or change later are run, each digest once per suite.
        """
        return self._ask(
            "POST",
            "/api/v1/schedules",
            body={
                "suites": suites,
                "servers": _given(servers),
                "from_hour": _given(from_hour),
                "to_hour": _given(to_hour),
                "n_samples": _given(n_samples),
            },
        )

    def change_schedule(self, schedule: int, *, is_active: bool) -> Any:
        """Pause a schedule, or go on. Runs that were started go on."""
        return self._ask("PUT", f"/api/v1/schedules/{_quoted(schedule)}", body={"is_active": is_active})

    def delete_schedule(self, schedule: int) -> Any:
        """Delete a schedule. Its runs stay."""
        return self._ask("DELETE", f"/api/v1/schedules/{_quoted(schedule)}")

    def list_automatic_runs(self, *, page: int | None = None, page_size: int | None = None) -> Any:
        """Runs of new models, the newest first. With how each new model compares with the one in use."""
        return self._ask("GET", "/api/v1/automatic-runs", query={"page": page, "page_size": page_size})

    def preview_prompt(
        self,
        *,
        prompt: str,
        models: Sequence[str],
        profile: str | None = None,
        temperature: float | None = NOT_GIVEN,
        top_p: float | None = NOT_GIVEN,
        top_k: int | None = NOT_GIVEN,
        min_p: float | None = NOT_GIVEN,
        repeat_penalty: float | None = NOT_GIVEN,
        stop: Sequence[str] | None = None,
        context_tokens: int | None = NOT_GIVEN,
        seed: int | None = NOT_GIVEN,
        kind: str | None = None,
        language: str | None = None,
        strategy: str | None = None,
        n_samples: int | None = None,
        max_tokens: int | None = None,
        think: str | None = None,
        max_thinking_tokens: int | None = None,
        workbook: int | None = NOT_GIVEN,
        context: Mapping[str, Any] | None = None,
        entry_point: str | None = None,
        checks: str | None = None,
        examples: str | None = None,
        conversation: int | None = NOT_GIVEN,
    ) -> Any:
        """What would be sent, and whether it fits. Stores and sends nothing."""
        return self._ask(
            "POST",
            "/api/v1/prompts/preview",
            body={
                "profile": _given(profile),
                "temperature": temperature,
                "top_p": top_p,
                "top_k": top_k,
                "min_p": min_p,
                "repeat_penalty": repeat_penalty,
                "stop": _given(stop),
                "context_tokens": context_tokens,
                "seed": seed,
                "prompt": prompt,
                "kind": _given(kind),
                "language": _given(language),
                "strategy": _given(strategy),
                "models": models,
                "n_samples": _given(n_samples),
                "max_tokens": _given(max_tokens),
                "think": _given(think),
                "max_thinking_tokens": _given(max_thinking_tokens),
                "workbook": workbook,
                "context": _given(context),
                "entry_point": _given(entry_point),
                "checks": _given(checks),
                "examples": _given(examples),
                "conversation": conversation,
            },
        )

    def submit_prompt(
        self,
        *,
        prompt: str,
        models: Sequence[str],
        profile: str | None = None,
        temperature: float | None = NOT_GIVEN,
        top_p: float | None = NOT_GIVEN,
        top_k: int | None = NOT_GIVEN,
        min_p: float | None = NOT_GIVEN,
        repeat_penalty: float | None = NOT_GIVEN,
        stop: Sequence[str] | None = None,
        context_tokens: int | None = NOT_GIVEN,
        seed: int | None = NOT_GIVEN,
        kind: str | None = None,
        language: str | None = None,
        strategy: str | None = None,
        n_samples: int | None = None,
        max_tokens: int | None = None,
        think: str | None = None,
        max_thinking_tokens: int | None = None,
        workbook: int | None = NOT_GIVEN,
        context: Mapping[str, Any] | None = None,
        entry_point: str | None = None,
        checks: str | None = None,
        examples: str | None = None,
        conversation: int | None = NOT_GIVEN,
        idempotency_key: str | None = None,
    ) -> Any:
        """Submit a prompt: it becomes a run. Follow the run's progress, then read its candidates."""
        return self._ask(
            "POST",
            "/api/v1/prompts",
            headers={"Idempotency-Key": idempotency_key},
            body={
                "profile": _given(profile),
                "temperature": temperature,
                "top_p": top_p,
                "top_k": top_k,
                "min_p": min_p,
                "repeat_penalty": repeat_penalty,
                "stop": _given(stop),
                "context_tokens": context_tokens,
                "seed": seed,
                "prompt": prompt,
                "kind": _given(kind),
                "language": _given(language),
                "strategy": _given(strategy),
                "models": models,
                "n_samples": _given(n_samples),
                "max_tokens": _given(max_tokens),
                "think": _given(think),
                "max_thinking_tokens": _given(max_thinking_tokens),
                "workbook": workbook,
                "context": _given(context),
                "entry_point": _given(entry_point),
                "checks": _given(checks),
                "examples": _given(examples),
                "conversation": conversation,
            },
        )

    def list_prompts(self, *, page: int | None = None, page_size: int | None = None) -> Any:
        """The newest run of each prompt, the newest first. One for each conversation; GET /conversations has its
        versions, GET /runs every run.
        """
        return self._ask("GET", "/api/v1/prompts", query={"page": page, "page_size": page_size})

    def list_templates(self, *, page: int | None = None, page_size: int | None = None) -> Any:
        """Prompts in the team's library, by title. With their placeholders."""
        return self._ask("GET", "/api/v1/templates", query={"page": page, "page_size": page_size})

    def create_template(self, *, title: str, text: str, kind: str | None = None, language: str | None = None) -> Any:
        """Put a prompt into the library. Everybody in the team can use it."""
        return self._ask(
            "POST",
            "/api/v1/templates",
            body={"title": title, "text": text, "kind": _given(kind), "language": _given(language)},
        )

    def get_template(self, template: int) -> Any:
        """One prompt of the library. With its placeholders."""
        return self._ask("GET", f"/api/v1/templates/{_quoted(template)}")

    def change_template(
        self, template: int, *, title: str, text: str, kind: str | None = None, language: str | None = None
    ) -> Any:
        """Change a prompt of the library. Prompts that were made from it stay as they are."""
        return self._ask(
            "PUT",
            f"/api/v1/templates/{_quoted(template)}",
            body={"title": title, "text": text, "kind": _given(kind), "language": _given(language)},
        )

    def delete_prompt_template(self, template: int) -> Any:
        """Delete a prompt of the library. Prompts that were made from it stay."""
        return self._ask("DELETE", f"/api/v1/templates/{_quoted(template)}")

    def fill_template(self, template: int, *, values: Mapping[str, Any] | None = None) -> Any:
        """Fill in the placeholders. Nothing is kept or sent: the prompt goes to POST /prompts."""
        return self._ask("POST", f"/api/v1/templates/{_quoted(template)}/fill", body={"values": _given(values)})

    def list_strategies(self, *, page: int | None = None, page_size: int | None = None) -> Any:
        """Your team's own strategies. The newest version of each that is offered."""
        return self._ask("GET", "/api/v1/strategies", query={"page": page, "page_size": page_size})

    def create_strategy(
        self,
        *,
        name: str,
        title: str | None = None,
        system: str | None = None,
        prefix: str | None = None,
        suffix: str | None = None,
        examples: Sequence[Mapping[str, Any]] | None = None,
        tasks: Sequence[int] | None = None,
        stop: Sequence[str] | None = None,
    ) -> Any:
        """Save a strategy. The next version where the team has one of this name. A version never changes."""
        return self._ask(
            "POST",
            "/api/v1/strategies",
            body={
                "name": name,
                "title": _given(title),
                "system": _given(system),
                "prefix": _given(prefix),
                "suffix": _given(suffix),
                "examples": _given(examples),
                "tasks": _given(tasks),
                "stop": _given(stop),
            },
        )

    def get_strategy(self, strategy: int) -> Any:
        """One version of a strategy. Also one that is no longer offered."""
        return self._ask("GET", f"/api/v1/strategies/{_quoted(strategy)}")

    def delete_strategy(self, strategy: int) -> Any:
        """Stop offering a strategy. Deletes all its versions. Answers that used it keep its name."""
        return self._ask("DELETE", f"/api/v1/strategies/{_quoted(strategy)}")

    def list_conversations(
        self, *, kept: str | None = None, page: int | None = None, page_size: int | None = None
    ) -> Any:
        """Prompts with their versions. The newest first."""
        return self._ask("GET", "/api/v1/conversations", query={"kept": kept, "page": page, "page_size": page_size})

    def get_conversation(self, conversation: int) -> Any:
        """One conversation. Versions are different tasks, so there is no rate over them."""
        return self._ask("GET", f"/api/v1/conversations/{_quoted(conversation)}")

    def diff_versions(self, conversation: int, *, a: int, b: int) -> Any:
        """What changed between versions. Lines of the prompt that differ, and the answers whose code can be
        compared.
        """
        return self._ask("GET", f"/api/v1/conversations/{_quoted(conversation)}/diff", query={"a": a, "b": b})

    def preview_follow_up(
        self,
        conversation: int,
        *,
        change: str,
        on: int | None = NOT_GIVEN,
        version: int | None = NOT_GIVEN,
        models: Sequence[str] | None = None,
        all_models: bool | None = None,
        waits: bool | None = None,
    ) -> Any:
        """What a follow-up would send. Stores and sends nothing. warning: why it does not fit, or cannot be sent."""
        return self._ask(
            "POST",
            f"/api/v1/conversations/{_quoted(conversation)}/versions/preview",
            body={
                "change": change,
                "on": on,
                "version": version,
                "models": _given(models),
                "all_models": _given(all_models),
                "waits": _given(waits),
            },
        )

    def add_conversation_version(
        self,
        conversation: int,
        *,
        change: str,
        on: int | None = NOT_GIVEN,
        version: int | None = NOT_GIVEN,
        models: Sequence[str] | None = None,
        all_models: bool | None = None,
        waits: bool | None = None,
        idempotency_key: str | None = None,
    ) -> Any:
        """Follow up. Makes the next version and its run. The same change of the same answer does not make a new
        version, but asks it again.
        """
        return self._ask(
            "POST",
            f"/api/v1/conversations/{_quoted(conversation)}/versions",
            headers={"Idempotency-Key": idempotency_key},
            body={
                "change": change,
                "on": on,
                "version": version,
                "models": _given(models),
                "all_models": _given(all_models),
                "waits": _given(waits),
            },
        )

    def add_answer(
        self,
        *,
        model: str,
        text: str,
        task: int | None = NOT_GIVEN,
        conversation: int | None = NOT_GIVEN,
        workbook: int | None = NOT_GIVEN,
        idempotency_key: str | None = None,
    ) -> Any:
        """Add an answer made elsewhere. Graded like any other, under `stored/` and the name given. The same answer
        of the same model is added once.
        """
        return self._ask(
            "POST",
            "/api/v1/answers",
            headers={"Idempotency-Key": idempotency_key},
            body={"model": model, "text": text, "task": task, "conversation": conversation, "workbook": workbook},
        )

    def fix_candidate(self, candidate: int, *, idempotency_key: str | None = None) -> Any:
        """Ask to fix an answer. Sends its code and the error back to the model that wrote it; 422 when there is
        nothing to fix.
        """
        return self._ask(
            "POST", f"/api/v1/candidates/{_quoted(candidate)}/fix", headers={"Idempotency-Key": idempotency_key}
        )

    def get_workbook_matrix(self, *, workbook: Sequence[int]) -> Any:
        """Models by files. The best answer of each model's newest run on each file."""
        return self._ask("GET", "/api/v1/workbooks/matrix", query={"workbook": workbook})

    def export_workbook_matrix(self, *, workbook: Sequence[int]) -> Any:
        """Models by files as a workbook. Differences coloured and listed."""
        return self._ask("GET", "/api/v1/workbooks/matrix/xlsx", query={"workbook": workbook})

    def preview_workbook_prompts(
        self,
        *,
        workbooks: Sequence[int],
        models: Sequence[str],
        profile: str | None = None,
        temperature: float | None = NOT_GIVEN,
        top_p: float | None = NOT_GIVEN,
        top_k: int | None = NOT_GIVEN,
        min_p: float | None = NOT_GIVEN,
        repeat_penalty: float | None = NOT_GIVEN,
        stop: Sequence[str] | None = None,
        context_tokens: int | None = NOT_GIVEN,
        seed: int | None = NOT_GIVEN,
        wording: str | None = None,
        own_words: str | None = None,
        n_samples: int | None = None,
        max_tokens: int | None = None,
        think: str | None = None,
        max_thinking_tokens: int | None = None,
    ) -> Any:
        """What would be asked about each file. Nothing is kept or sent."""
        return self._ask(
            "POST",
            "/api/v1/workbooks/prompts",
            body={
                "profile": _given(profile),
                "temperature": temperature,
                "top_p": top_p,
                "top_k": top_k,
                "min_p": min_p,
                "repeat_penalty": repeat_penalty,
                "stop": _given(stop),
                "context_tokens": context_tokens,
                "seed": seed,
                "workbooks": workbooks,
                "models": models,
                "wording": _given(wording),
                "own_words": _given(own_words),
                "n_samples": _given(n_samples),
                "max_tokens": _given(max_tokens),
                "think": _given(think),
                "max_thinking_tokens": _given(max_thinking_tokens),
            },
        )

    def run_on_workbooks(
        self,
        *,
        workbooks: Sequence[int],
        models: Sequence[str],
        profile: str | None = None,
        temperature: float | None = NOT_GIVEN,
        top_p: float | None = NOT_GIVEN,
        top_k: int | None = NOT_GIVEN,
        min_p: float | None = NOT_GIVEN,
        repeat_penalty: float | None = NOT_GIVEN,
        stop: Sequence[str] | None = None,
        context_tokens: int | None = NOT_GIVEN,
        seed: int | None = NOT_GIVEN,
        wording: str | None = None,
        own_words: str | None = None,
        n_samples: int | None = None,
        max_tokens: int | None = None,
        think: str | None = None,
        max_thinking_tokens: int | None = None,
        prompts: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
    ) -> Any:
        """One run over several workbooks. A task for each file; its prompt is written from the file unless you
        give one.
        """
        return self._ask(
            "POST",
            "/api/v1/workbooks/runs",
            headers={"Idempotency-Key": idempotency_key},
            body={
                "profile": _given(profile),
                "temperature": temperature,
                "top_p": top_p,
                "top_k": top_k,
                "min_p": min_p,
                "repeat_penalty": repeat_penalty,
                "stop": _given(stop),
                "context_tokens": context_tokens,
                "seed": seed,
                "workbooks": workbooks,
                "models": models,
                "wording": _given(wording),
                "own_words": _given(own_words),
                "n_samples": _given(n_samples),
                "max_tokens": _given(max_tokens),
                "think": _given(think),
                "max_thinking_tokens": _given(max_thinking_tokens),
                "prompts": _given(prompts),
            },
        )

    def get_workbook_winner(self, workbook: int) -> Any:
        """The answer that read it best. 404 while no answer has read a cell correctly. Its preview runs it."""
        return self._ask("GET", f"/api/v1/workbooks/{_quoted(workbook)}/winner")

    def export_workbook_component(self, workbook: int, candidate: int) -> Any:
        """The component as one HTML file that parses a file dropped on it. Runs in any browser, offline and
        without the site; with its source and licence notes.
        """
        return self._ask("GET", f"/api/v1/workbooks/{_quoted(workbook)}/comparisons/{_quoted(candidate)}/html")

    def list_workbook_differences(
        self, workbook: int, *, why: str | None = None, page: int | None = None, page_size: int | None = None
    ) -> Any:
        """Cells that some model got wrong. Side by side: what each model's best answer gave for them."""
        return self._ask(
            "GET",
            f"/api/v1/workbooks/{_quoted(workbook)}/differences",
            query={"why": why, "page": page, "page_size": page_size},
        )

    def get_workbook_comparison(self, workbook: int, candidate: int) -> Any:
        """How one answer read a workbook, cell by cell. 404 when nothing was compared."""
        return self._ask("GET", f"/api/v1/workbooks/{_quoted(workbook)}/comparisons/{_quoted(candidate)}")

    def export_workbook_comparison(self, workbook: int, candidate: int) -> Any:
        """The same as a workbook. Differences coloured."""
        return self._ask("GET", f"/api/v1/workbooks/{_quoted(workbook)}/comparisons/{_quoted(candidate)}/xlsx")

    def list_workbooks(
        self, *, q: str | None = None, kept: str | None = None, page: int | None = None, page_size: int | None = None
    ) -> Any:
        """Workbooks, the newest first. Workbooks of your team."""
        return self._ask("GET", "/api/v1/workbooks", query={"q": q, "kept": kept, "page": page, "page_size": page_size})

    def upload_workbook(self, *, file: FileLike) -> Any:
        """Upload a workbook. Checked outside the web process; 200 when the same file is here already, 422 with a
        sentence when refused.
        """
        return self._ask("POST", "/api/v1/workbooks", form={"file": _file(file)})

    def get_workbook(self, workbook: int) -> Any:
        """What is in a workbook. Sheets and their special features."""
        return self._ask("GET", f"/api/v1/workbooks/{_quoted(workbook)}")

    def delete_workbook(self, workbook: int, *, with_runs: bool | None = None) -> Any:
        """Delete a workbook and its runs. Also deletes its prompts, runs and answers. 409 when there are runs,
        unless with_runs is true. It can be restored for 30 days: `GET deleted` lists it.
        """
        return self._ask("DELETE", f"/api/v1/workbooks/{_quoted(workbook)}", query={"with_runs": with_runs})

    def list_workbook_rows(self, workbook: int, *, sheet: int | None = None, piece: int | None = None) -> Any:
        """Rows of a sheet, 200 at a time. 404 after the end."""
        return self._ask("GET", f"/api/v1/workbooks/{_quoted(workbook)}/rows", query={"sheet": sheet, "piece": piece})

    def get_workbook_reading(self, workbook: int) -> Any:
        """How a text file's columns are read. With the evidence for each column; columns with a local notation
        come first.
        """
        return self._ask("GET", f"/api/v1/workbooks/{_quoted(workbook)}/reading")

    def change_workbook_reading(
        self, workbook: int, *, encoding: str | None = None, columns: Mapping[str, Any] | None = None
    ) -> Any:
        """Choose how a text file is read. The file is read again; its expected data follows. Earlier runs keep
        theirs.
        """
        return self._ask(
            "PUT",
            f"/api/v1/workbooks/{_quoted(workbook)}/reading",
            body={"encoding": _given(encoding), "columns": _given(columns)},
        )

    def get_workbook_expected(self, workbook: int) -> Any:
        """What a right parser hands over. Typed values of the table that counts."""
        return self._ask("GET", f"/api/v1/workbooks/{_quoted(workbook)}/expected")

    def change_workbook_expected(
        self,
        workbook: int,
        *,
        sheet: str,
        region: str | None = None,
        header_row: int | None = None,
        columns: Sequence[str] | None = None,
        dates: str | None = None,
        blanks: str | None = None,
        shape: str | None = None,
    ) -> Any:
        """Choose the table that counts. Earlier runs keep the expected data they were started with."""
        return self._ask(
            "PUT",
            f"/api/v1/workbooks/{_quoted(workbook)}/expected",
            body={
                "sheet": sheet,
                "region": _given(region),
                "header_row": _given(header_row),
                "columns": _given(columns),
                "dates": _given(dates),
                "blanks": _given(blanks),
                "shape": _given(shape),
            },
        )

    def get_workbook_truth(self, workbook: int) -> Any:
        """Old name of the expected data. Old: use /expected."""
        return self._ask("GET", f"/api/v1/workbooks/{_quoted(workbook)}/truth")

    def change_workbook_truth(
        self,
        workbook: int,
        *,
        sheet: str,
        region: str | None = None,
        header_row: int | None = None,
        columns: Sequence[str] | None = None,
        dates: str | None = None,
        blanks: str | None = None,
        shape: str | None = None,
    ) -> Any:
        """Old name of choosing the table that counts. Old: use /expected."""
        return self._ask(
            "PUT",
            f"/api/v1/workbooks/{_quoted(workbook)}/truth",
            body={
                "sheet": sheet,
                "region": _given(region),
                "header_row": _given(header_row),
                "columns": _given(columns),
                "dates": _given(dates),
                "blanks": _given(blanks),
                "shape": _given(shape),
            },
        )

    def get_workbook_prompt(
        self,
        workbook: int,
        *,
        wording: str | None = None,
        model: Sequence[str] | None = None,
        max_tokens: int | None = None,
    ) -> Any:
        """The prompt a workbook suggests. Cut to the smallest context of the models named."""
        return self._ask(
            "GET",
            f"/api/v1/workbooks/{_quoted(workbook)}/prompt",
            query={"wording": wording, "model": model, "max_tokens": max_tokens},
        )

    def list_workbook_readings(self, workbook: int) -> Any:
        """What models made of a workbook. The best answer of each model's newest run, best models first."""
        return self._ask("GET", f"/api/v1/workbooks/{_quoted(workbook)}/readings")

    def download_workbook(self, workbook: int) -> Any:
        """The file as it was uploaded. Byte for byte."""
        return self._ask("GET", f"/api/v1/workbooks/{_quoted(workbook)}/file")

    def write_suite(
        self,
        *,
        title: str,
        slug: str | None = None,
        description: str | None = None,
        licence: str | None = None,
        idempotency_key: str | None = None,
    ) -> Any:
        """A new suite to write tasks in. Makes an empty suite; its first version is made with its first task."""
        return self._ask(
            "POST",
            "/api/v1/suites/new",
            headers={"Idempotency-Key": idempotency_key},
            body={"title": title, "slug": _given(slug), "description": _given(description), "licence": _given(licence)},
        )

    def describe_suite(
        self,
        suite: str,
        *,
        title: str | None = NOT_GIVEN,
        description: str | None = NOT_GIVEN,
        licence: str | None = NOT_GIVEN,
    ) -> Any:
        """Title, description and licence. Requires a suite that was written in the editor."""
        return self._ask(
            "PATCH",
            f"/api/v1/suites/{_quoted(suite)}/about",
            body={"title": title, "description": description, "licence": licence},
        )

    def clone_suite(self, suite: str, *, title: str | None = None, idempotency_key: str | None = None) -> Any:
        """A copy to edit. With the newest tasks, also of a suite that ships."""
        return self._ask(
            "POST",
            f"/api/v1/suites/{_quoted(suite)}/clone",
            headers={"Idempotency-Key": idempotency_key},
            body={"title": _given(title)},
        )

    def list_conditions(self, suite: str, *, version: int | None = None) -> Any:
        """Conditions of entry. For each task of a version: whether reference, empty answer and mutants have the
        required results.
        """
        return self._ask("GET", f"/api/v1/suites/{_quoted(suite)}/conditions", query={"version": version})

    def try_conditions(self, suite: str) -> Any:
        """Try the conditions of entry. Tries each task of the newest version that has not been tried, one after
        the other.
        """
        return self._ask("POST", f"/api/v1/suites/{_quoted(suite)}/conditions")

    def get_version_changes(self, suite: str, *, version: int | None = None) -> Any:
        """What a version changed. Against the version before it."""
        return self._ask("GET", f"/api/v1/suites/{_quoted(suite)}/changes", query={"version": version})

    def order_tasks(self, suite: str, *, places: Mapping[str, Any]) -> Any:
        """The order of the tasks. A version with the same tasks in this order."""
        return self._ask("PUT", f"/api/v1/suites/{_quoted(suite)}/order", body={"places": places})

    def archive_task(self, suite: str, task: str) -> Any:
        """Take a task out of its suite. Into the archive, from which it can be restored."""
        return self._ask("POST", f"/api/v1/suites/{_quoted(suite)}/tasks/{_quoted(task)}/archive")

    def clone_task(self, suite: str, task: str, *, to: str | None = None, idempotency_key: str | None = None) -> Any:
        """A copy of a task. A draft in the same or another suite."""
        return self._ask(
            "POST",
            f"/api/v1/suites/{_quoted(suite)}/tasks/{_quoted(task)}/clone",
            headers={"Idempotency-Key": idempotency_key},
            body={"to": _given(to)},
        )

    def move_task(self, suite: str, task: str, *, to: str | None = None, idempotency_key: str | None = None) -> Any:
        """Move a task. A draft in another suite; archived here."""
        return self._ask(
            "POST",
            f"/api/v1/suites/{_quoted(suite)}/tasks/{_quoted(task)}/move",
            headers={"Idempotency-Key": idempotency_key},
            body={"to": _given(to)},
        )

    def list_drafts(self, suite: str, *, page: int | None = None, page_size: int | None = None) -> Any:
        """Drafts and archived tasks. Tasks that are being edited: in no version and in no comparison."""
        return self._ask("GET", f"/api/v1/suites/{_quoted(suite)}/drafts", query={"page": page, "page_size": page_size})

    def create_draft(
        self,
        suite: str,
        *,
        task: str | None = None,
        copied: int | None = NOT_GIVEN,
        candidate: int | None = NOT_GIVEN,
        workbook: int | None = NOT_GIVEN,
        fields: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
    ) -> Any:
        """Edit a task, or begin one. If there is already a draft of the task, it is returned unchanged."""
        return self._ask(
            "POST",
            f"/api/v1/suites/{_quoted(suite)}/drafts",
            headers={"Idempotency-Key": idempotency_key},
            body={
                "task": _given(task),
                "copied": copied,
                "candidate": candidate,
                "workbook": workbook,
                "fields": _given(fields),
            },
        )

    def make_drafts(self, suite: str, *, file: FileLike, test: FileLike | None = None) -> Any:
        """Drafts from files. file: a zip of a folder with tests, a sheet of tasks, a workbook whose cells an
        answer must read, or a code file, with its test file as `test`.
        """
        return self._ask(
            "POST",
            f"/api/v1/suites/{_quoted(suite)}/drafts/from-files",
            form={"file": _file(file), "test": _file(test)},
        )

    def get_draft(self, suite: str, draft: int) -> Any:
        """One draft. With errors of its fields, and why it cannot be kept yet."""
        return self._ask("GET", f"/api/v1/suites/{_quoted(suite)}/drafts/{_quoted(draft)}")

    def change_draft(self, suite: str, draft: int, *, revision: int, fields: Mapping[str, Any]) -> Any:
        """Change fields of a draft. Any text is stored, also with errors. 409 names the fields that somebody else
        changed since your revision; the others are stored.
        """
        return self._ask(
            "PATCH",
            f"/api/v1/suites/{_quoted(suite)}/drafts/{_quoted(draft)}",
            body={"revision": revision, "fields": fields},
        )

    def delete_draft(self, suite: str, draft: int) -> Any:
        """Discard a draft. The task in the suite stays unchanged."""
        return self._ask("DELETE", f"/api/v1/suites/{_quoted(suite)}/drafts/{_quoted(draft)}")

    def add_draft_file(self, suite: str, draft: int, *, file: FileLike) -> Any:
        """Add a fixture. A file that the checks use; one of the same name is replaced."""
        return self._ask(
            "POST", f"/api/v1/suites/{_quoted(suite)}/drafts/{_quoted(draft)}/files", form={"file": _file(file)}
        )

    def get_draft_file(self, suite: str, draft: int, *, name: str) -> Any:
        """A fixture. By its name, byte for byte."""
        return self._ask("GET", f"/api/v1/suites/{_quoted(suite)}/drafts/{_quoted(draft)}/files", query={"name": name})

    def remove_draft_file(self, suite: str, draft: int, *, name: str) -> Any:
        """Remove a fixture. By its name."""
        return self._ask(
            "DELETE", f"/api/v1/suites/{_quoted(suite)}/drafts/{_quoted(draft)}/files", query={"name": name}
        )

    def try_draft(self, suite: str, draft: int, *, answer: str | None = None, stored: bool | None = None) -> Any:
        """Try a draft. Reference, empty answer, mutants and the answer you send, once each; then twice more for
        the conditions.
        """
        return self._ask(
            "POST",
            f"/api/v1/suites/{_quoted(suite)}/drafts/{_quoted(draft)}/try",
            body={"answer": _given(answer), "stored": _given(stored)},
        )

    def get_try(self, suite: str, draft: int, *, token: str) -> Any:
        """What a try found. So far; ask again until is_done. Kept for 15 minutes."""
        return self._ask("GET", f"/api/v1/suites/{_quoted(suite)}/drafts/{_quoted(draft)}/try", query={"token": token})

    def propose_mutants(self, suite: str, draft: int) -> Any:
        """Propose mutants. Small changes of the reference, one at a time, and which of them the checks refuse."""
        return self._ask("POST", f"/api/v1/suites/{_quoted(suite)}/drafts/{_quoted(draft)}/mutants")

    def get_mutants(self, suite: str, draft: int, *, token: str) -> Any:
        """Proposed mutants. Ask again until is_done. Kept for 15 minutes; `text` is the changed file, to put into
        the draft's mutants.
        """
        return self._ask(
            "GET", f"/api/v1/suites/{_quoted(suite)}/drafts/{_quoted(draft)}/mutants", query={"token": token}
        )

    def keep_draft(self, suite: str, draft: int) -> Any:
        """Keep a draft. Put the task into the suite: a new version. 422 says which condition of entry is not met."""
        return self._ask("POST", f"/api/v1/suites/{_quoted(suite)}/drafts/{_quoted(draft)}/keep")

    def restore_draft(self, suite: str, draft: int) -> Any:
        """Restore a task. Moves it from the archive into the suite; if its conditions are not met, it becomes a
        draft.
        """
        return self._ask("POST", f"/api/v1/suites/{_quoted(suite)}/drafts/{_quoted(draft)}/restore")

    def ask_for_checks(self, suite: str, draft: int, *, model: str) -> Any:
        """Ask a model for checks. A worker asks, and tries each test that it writes. The answer counts in no
        comparison.
        """
        return self._ask(
            "POST", f"/api/v1/suites/{_quoted(suite)}/drafts/{_quoted(draft)}/checks", body={"model": model}
        )

    def get_proposed_checks(self, suite: str, draft: int, *, token: str) -> Any:
        """Checks that a model proposes. So far; ask again until is_done. Kept for 15 minutes."""
        return self._ask(
            "GET", f"/api/v1/suites/{_quoted(suite)}/drafts/{_quoted(draft)}/checks", query={"token": token}
        )

    def cancel_checks(self, suite: str, draft: int, *, token: str) -> Any:
        """End a question for checks. The worker ends at its next look, within a second."""
        return self._ask(
            "DELETE", f"/api/v1/suites/{_quoted(suite)}/drafts/{_quoted(draft)}/checks", query={"token": token}
        )

    def add_proposed_checks(self, suite: str, draft: int, *, token: str, tests: Sequence[int]) -> Any:
        """Add proposed checks to the draft. Imports are merged, and names that already exist are changed. 422 when
        none of these tests is offered.
        """
        return self._ask(
            "POST",
            f"/api/v1/suites/{_quoted(suite)}/drafts/{_quoted(draft)}/checks/add",
            body={"token": token, "tests": tests},
        )

    def list_suites(
        self,
        *,
        q: str | None = None,
        prompts: bool | None = None,
        kept: str | None = None,
        page: int | None = None,
        page_size: int | None = None,
    ) -> Any:
        """Suites. Suites of your team."""
        return self._ask(
            "GET",
            "/api/v1/suites",
            query={"q": q, "prompts": prompts, "kept": kept, "page": page, "page_size": page_size},
        )

    def import_suite(
        self,
        *,
        file: FileLike,
        references: FileLike | None = None,
        title: str | None = None,
        format: str | None = None,
        suite: str | None = None,
    ) -> Any:
        """A suite from a file of tasks. sheet: a workbook with a row for each task, called by title. folder: a zip
        of a suite's folder. The others: JSON lines of that benchmark, plain, gzip or zipped; references:
        HumanEval-X for multipl-e. The same content never makes a second version. Read under limits, outside the
        web process.
        """
        return self._ask(
            "POST",
            "/api/v1/suites",
            form={
                "file": _file(file),
                "references": _file(references),
                "title": title,
                "format": format,
                "suite": suite,
            },
        )

    def get_suite(self, suite: str) -> Any:
        """One suite. By name."""
        return self._ask("GET", f"/api/v1/suites/{_quoted(suite)}")

    def list_tasks(
        self,
        suite: str,
        *,
        version: int | None = None,
        kind: str | None = None,
        tag: str | None = None,
        q: str | None = None,
        page: int | None = None,
        page_size: int | None = None,
    ) -> Any:
        """Tasks of a version of a suite. In their order."""
        return self._ask(
            "GET",
            f"/api/v1/suites/{_quoted(suite)}/tasks",
            query={"version": version, "kind": kind, "tag": tag, "q": q, "page": page, "page_size": page_size},
        )

    def list_task_measures(self, suite: str, *, version: int | None = None) -> Any:
        """What tasks measure. Of a version, the newest when left out, in the order of its tasks."""
        return self._ask("GET", f"/api/v1/suites/{_quoted(suite)}/measures", query={"version": version})

    def make_renamed_variant(self, suite: str, *, seed: int | None = None) -> Any:
        """A renamed variant. A worker makes a suite of the function tasks under other names, with their tests in
        another order.
        """
        return self._ask("POST", f"/api/v1/suites/{_quoted(suite)}/renamed", body={"seed": _given(seed)})

    def compare_with_original(self, suite: str, *, version: int | None = None) -> Any:
        """Original against variant. Of a suite that is a renamed variant; empty for another."""
        return self._ask("GET", f"/api/v1/suites/{_quoted(suite)}/renamed", query={"version": version})

    def get_task(self, suite: str, task: str, *, version: int | None = None) -> Any:
        """One task whole. With its checks and reference."""
        return self._ask("GET", f"/api/v1/suites/{_quoted(suite)}/tasks/{_quoted(task)}", query={"version": version})

    def get_task_template(self) -> Any:
        """A sheet of tasks to fill in. With a sheet that says what the columns mean."""
        return self._ask("GET", "/api/v1/suites/from-sheet/template")

    def get_task_file(self, suite: str, task: str, *, name: str, version: int | None = None) -> Any:
        """A file of a task. By its name, byte for byte."""
        return self._ask(
            "GET",
            f"/api/v1/suites/{_quoted(suite)}/tasks/{_quoted(task)}/files",
            query={"name": name, "version": version},
        )

    def list_runs(
        self,
        *,
        q: str | None = None,
        state: str | None = None,
        origin: str | None = None,
        show: str | None = None,
        tag: str | None = None,
        page: int | None = None,
        page_size: int | None = None,
    ) -> Any:
        """Runs, the newest first. Filtered as on the page."""
        return self._ask(
            "GET",
            "/api/v1/runs",
            query={
                "q": q,
                "state": state,
                "origin": origin,
                "show": show,
                "tag": tag,
                "page": page,
                "page_size": page_size,
            },
        )

    def create_run(
        self,
        *,
        suite: str,
        models: Sequence[str],
        profile: str | None = None,
        temperature: float | None = NOT_GIVEN,
        top_p: float | None = NOT_GIVEN,
        top_k: int | None = NOT_GIVEN,
        min_p: float | None = NOT_GIVEN,
        repeat_penalty: float | None = NOT_GIVEN,
        stop: Sequence[str] | None = None,
        context_tokens: int | None = NOT_GIVEN,
        seed: int | None = NOT_GIVEN,
        version: int | None = NOT_GIVEN,
        strategies: Sequence[str] | None = None,
        n_samples: int | None = None,
        until_settled: bool | None = None,
        max_tokens: int | None = NOT_GIVEN,
        think: str | None = None,
        max_thinking_tokens: int | None = None,
        idempotency_key: str | None = None,
    ) -> Any:
        """Start a suite on models. All its candidates are written at once; workers are woken."""
        return self._ask(
            "POST",
            "/api/v1/runs",
            headers={"Idempotency-Key": idempotency_key},
            body={
                "profile": _given(profile),
                "temperature": temperature,
                "top_p": top_p,
                "top_k": top_k,
                "min_p": min_p,
                "repeat_penalty": repeat_penalty,
                "stop": _given(stop),
                "context_tokens": context_tokens,
                "seed": seed,
                "suite": suite,
                "version": version,
                "models": models,
                "strategies": _given(strategies),
                "n_samples": _given(n_samples),
                "until_settled": _given(until_settled),
                "max_tokens": max_tokens,
                "think": _given(think),
                "max_thinking_tokens": _given(max_thinking_tokens),
            },
        )

    def get_run(self, run: int) -> Any:
        """One run. Settings, models and counts."""
        return self._ask("GET", f"/api/v1/runs/{_quoted(run)}")

    def get_run_progress(self, run: int) -> Any:
        """How far a run is. For polling; use the ETag to save traffic."""
        return self._ask("GET", f"/api/v1/runs/{_quoted(run)}/progress")

    def get_run_limits(self, run: int) -> Any:
        """Token limits, task by task. The token limits of the requests of this run."""
        return self._ask("GET", f"/api/v1/runs/{_quoted(run)}/limits")

    def list_run_cells(self, run: int, *, page: int | None = None, page_size: int | None = None) -> Any:
        """Counts for each task and model. The matrix of the run's page."""
        return self._ask("GET", f"/api/v1/runs/{_quoted(run)}/cells", query={"page": page, "page_size": page_size})

    def list_run_rounds(self, run: int) -> Any:
        """pass@1 after each round of repair. Empty where no strategy of the run has rounds."""
        return self._ask("GET", f"/api/v1/runs/{_quoted(run)}/rounds")

    def get_run_adaptive(self, run: int) -> Any:
        """A run that ends when its ranking is settled. The requests and decisions of each round; 404 for a run
        with a fixed number of samples.
        """
        return self._ask("GET", f"/api/v1/runs/{_quoted(run)}/adaptive")

    def export_run(self, run: int, *, format: str | None = None) -> Any:
        """A run as jsonl, csv, xlsx, junit or html. Every candidate with the licence of its prompt; html: a
        single-file report.
        """
        return self._ask("GET", f"/api/v1/runs/{_quoted(run)}/export", query={"format": format})

    def get_run_report(self, run: int, *, candidate: Sequence[int] | None = None) -> Any:
        """A run as one HTML file to hand on. candidate: answers to show in full, at most 24; chosen automatically
        by default.
        """
        return self._ask("GET", f"/api/v1/runs/{_quoted(run)}/report", query={"candidate": candidate})

    def compare_with_baseline(self, run: int, *, baseline: int | None = None) -> Any:
        """A run against an earlier one, for CI. Without a baseline: the newest earlier finished run over the same
        tasks with a model of this one.
        """
        return self._ask("GET", f"/api/v1/runs/{_quoted(run)}/against", query={"baseline": baseline})

    def move_run(self, run: int, act: str) -> Any:
        """Pause, resume, cancel, retry or regrade a run. retry: ask again for unscored and missing answers.
        regrade: grade stored answers again; no model is asked. Both are bulk changes: `change` is the number
        with which you can read and undo it.
        """
        return self._ask("POST", f"/api/v1/runs/{_quoted(run)}/{_quoted(act)}")

    def list_candidates(
        self,
        *,
        run: Sequence[int] | None = None,
        model: Sequence[str] | None = None,
        strategy: str | None = None,
        task: int | None = None,
        verdict: str | None = None,
        truncated: str | None = None,
        trimmed: str | None = None,
        thought_only: str | None = None,
        cause: str | None = None,
        mark: str | None = None,
        rounds: int | None = None,
        q: str | None = None,
        tag: str | None = None,
        kind: str | None = None,
        language: str | None = None,
        tasks: str | None = None,
        page: int | None = None,
        page_size: int | None = None,
    ) -> Any:
        """Answers, by any filter of their page. The rows behind every figure, the newest run first. count stops at
        10,001 if counting takes long.
        """
        return self._ask(
            "GET",
            "/api/v1/candidates",
            query={
                "run": run,
                "model": model,
                "strategy": strategy,
                "task": task,
                "verdict": verdict,
                "truncated": truncated,
                "trimmed": trimmed,
                "thought_only": thought_only,
                "cause": cause,
                "mark": mark,
                "rounds": rounds,
                "q": q,
                "tag": tag,
                "kind": kind,
                "language": language,
                "tasks": tasks,
                "page": page,
                "page_size": page_size,
            },
        )

    def get_candidate(self, candidate: int) -> Any:
        """One answer in full. Prompt, options, times, checks, provenance."""
        return self._ask("GET", f"/api/v1/candidates/{_quoted(candidate)}")

    def list_candidate_quality(self, candidate: int) -> Any:
        """Quality profile of an answer. It changes no verdict and no rate. Empty until it is computed, within a
        minute after grading.
        """
        return self._ask("GET", f"/api/v1/candidates/{_quoted(candidate)}/quality")

    def get_candidate_code(self, candidate: int) -> Any:
        """The code found in an answer. 404 when there is no code or the answer is not graded yet. A model wrote
        it: treat it as hostile.
        """
        return self._ask("GET", f"/api/v1/candidates/{_quoted(candidate)}/code")

    def get_candidate_answer(self, candidate: int) -> Any:
        """The raw answer. 404 until the model has answered."""
        return self._ask("GET", f"/api/v1/candidates/{_quoted(candidate)}/answer")

    def list_candidate_gradings(self, candidate: int) -> Any:
        """All judgements. The newest first; those before a regrade are kept."""
        return self._ask("GET", f"/api/v1/candidates/{_quoted(candidate)}/gradings")

    def get_candidate_screenshot(self, candidate: int) -> Any:
        """Picture of the answer's page. 404 when the answer has no picture; answers that are functions have none."""
        return self._ask("GET", f"/api/v1/candidates/{_quoted(candidate)}/screenshot")

    def get_candidate_preview(self, candidate: int) -> Any:
        """An answer, running. The document for an iframe with sandbox="allow-scripts allow-forms": generated code
        is hostile.
        """
        return self._ask("GET", f"/api/v1/candidates/{_quoted(candidate)}/preview")

    def compare_answers(self, *, a: int, b: int, show: str | None = None) -> Any:
        """Two answers to one task, side by side. Results of their checks, and the texts to compare."""
        return self._ask("GET", "/api/v1/candidates/against", query={"a": a, "b": b, "show": show})

    def regrade_candidate(self, candidate: int) -> Any:
        """Judge one stored answer again. No model is asked. For many answers at once see /changes."""
        return self._ask("POST", f"/api/v1/candidates/{_quoted(candidate)}/regrade")

    def list_edits(self, candidate: int) -> Any:
        """People's versions. The newest first."""
        return self._ask("GET", f"/api/v1/candidates/{_quoted(candidate)}/edits")

    def edit_candidate(self, candidate: int, *, files: Mapping[str, Any], idempotency_key: str | None = None) -> Any:
        """Edit an answer and run it. Stores it as your version and grades it by the task's checks; the model's
        answer and all figures stay unchanged.
        """
        return self._ask(
            "POST",
            f"/api/v1/candidates/{_quoted(candidate)}/edits",
            headers={"Idempotency-Key": idempotency_key},
            body={"files": files},
        )

    def get_edit(self, edit: int) -> Any:
        """One version with its verdict. state: queued, executing or done. The code is a model's and a person's:
        treat it as hostile.
        """
        return self._ask("GET", f"/api/v1/edits/{_quoted(edit)}")

    def get_candidate_feedback(self, candidate: int) -> Any:
        """What people say of an answer. Ratings, comments and marks, and whether the task is marked as broken."""
        return self._ask("GET", f"/api/v1/candidates/{_quoted(candidate)}/feedback")

    def get_candidate_opinions(self, candidate: int) -> Any:
        """Old name of the feedback. Old: use /feedback."""
        return self._ask("GET", f"/api/v1/candidates/{_quoted(candidate)}/opinions")

    def rate_candidate(
        self, candidate: int, *, stars: int, reasons: Sequence[str] | None = None, note: str | None = None
    ) -> Any:
        """Rate an answer, 1 to 5. Stores your rating; it replaces an earlier one."""
        return self._ask(
            "PUT",
            f"/api/v1/candidates/{_quoted(candidate)}/rating",
            body={"stars": stars, "reasons": _given(reasons), "note": _given(note)},
        )

    def unrate_candidate(self, candidate: int) -> Any:
        """Remove your rating. 404 when you have not rated it."""
        return self._ask("DELETE", f"/api/v1/candidates/{_quoted(candidate)}/rating")

    def add_comment(
        self, candidate: int, *, text: str, reply_to: int | None = NOT_GIVEN, idempotency_key: str | None = None
    ) -> Any:
        """Comment, or reply. A new thread unless reply_to names one."""
        return self._ask(
            "POST",
            f"/api/v1/candidates/{_quoted(candidate)}/comments",
            headers={"Idempotency-Key": idempotency_key},
            body={"text": text, "reply_to": reply_to},
        )

    def delete_comment(self, candidate: int, comment: int) -> Any:
        """Remove a comment. Removes your own comment; an admin can remove any. A comment with replies stays,
        without its text.
        """
        return self._ask("DELETE", f"/api/v1/candidates/{_quoted(candidate)}/comments/{_quoted(comment)}")

    def mark_candidate(self, candidate: int, *, note: str | None = None) -> Any:
        """Mark as reference-worthy. Only the first mark is stored: a second request returns it."""
        return self._ask("PUT", f"/api/v1/candidates/{_quoted(candidate)}/mark", body={"note": _given(note)})

    def unmark_candidate(self, candidate: int) -> Any:
        """Not reference-worthy. 404 when it is not marked."""
        return self._ask("DELETE", f"/api/v1/candidates/{_quoted(candidate)}/mark")

    def mark_task(self, suite: str, task: str, *, version: int | None = None, note: str | None = None) -> Any:
        """Mark a task as broken. Marks a task of the newest version unless a version is named. Only the first mark
        is stored.
        """
        return self._ask(
            "PUT",
            f"/api/v1/suites/{_quoted(suite)}/tasks/{_quoted(task)}/mark",
            query={"version": version},
            body={"note": _given(note)},
        )

    def unmark_task(self, suite: str, task: str, *, version: int | None = None) -> Any:
        """A task is not broken. 404 when it is not marked."""
        return self._ask(
            "DELETE", f"/api/v1/suites/{_quoted(suite)}/tasks/{_quoted(task)}/mark", query={"version": version}
        )

    def get_kept(self, kind: str, thing: int) -> Any:
        """Star, tags, note and archive of a thing. Name, tags, note, archive and star of a conversation, suite,
        run, answer or workbook.
        """
        return self._ask("GET", f"/api/v1/kept/{_quoted(kind)}/{_quoted(thing)}")

    def change_kept(
        self,
        kind: str,
        thing: int,
        *,
        name: str | None = NOT_GIVEN,
        tags: Sequence[str] | None = NOT_GIVEN,
        note: str | None = NOT_GIVEN,
        archived: bool | None = NOT_GIVEN,
    ) -> Any:
        """Name, tag, annotate or archive a thing. Archived items are hidden in lists; every figure still counts
        them.
        """
        return self._ask(
            "PATCH",
            f"/api/v1/kept/{_quoted(kind)}/{_quoted(thing)}",
            body={"name": name, "tags": tags, "note": note, "archived": archived},
        )

    def delete_kept(self, kind: str, thing: int) -> Any:
        """Delete a thing. Deletes it with all its runs and answers. It is then in no list and no figure, and can
        be restored for 30 days.
        """
        return self._ask("DELETE", f"/api/v1/kept/{_quoted(kind)}/{_quoted(thing)}")

    def star_thing(self, kind: str, thing: int) -> Any:
        """Put your star on a thing. Sets your own star, which others do not see."""
        return self._ask("PUT", f"/api/v1/kept/{_quoted(kind)}/{_quoted(thing)}/star")

    def unstar_thing(self, kind: str, thing: int) -> Any:
        """Take your star away. Nothing changes if you had set no star."""
        return self._ask("DELETE", f"/api/v1/kept/{_quoted(kind)}/{_quoted(thing)}/star")

    def list_deleted(self, *, page: int | None = None, page_size: int | None = None) -> Any:
        """What can be restored. The last deleted first."""
        return self._ask("GET", "/api/v1/deleted", query={"page": page, "page_size": page_size})

    def restore_deleted(self, deletion: int) -> Any:
        """Restore what was deleted. Restores it; a run that was active stays cancelled."""
        return self._ask("POST", f"/api/v1/deleted/{_quoted(deletion)}/restore")

    def list_in_use(self, *, page: int | None = None, page_size: int | None = None) -> Any:
        """Models and answers that the team uses. One model per purpose, one answer per task or conversation."""
        return self._ask("GET", "/api/v1/in-use", query={"page": page, "page_size": page_size})

    def use_model_for(self, purpose: str, *, model: str, reason: str | None = None, evidence: str | None = None) -> Any:
        """Say which model the team uses. Replaces the previous one."""
        return self._ask(
            "PUT",
            f"/api/v1/in-use/models/{_quoted(purpose)}",
            body={"model": model, "reason": _given(reason), "evidence": _given(evidence)},
        )

    def end_model_use(self, purpose: str) -> Any:
        """Use no model for a purpose. The model itself stays."""
        return self._ask("DELETE", f"/api/v1/in-use/models/{_quoted(purpose)}")

    def use_candidate(self, candidate: int) -> Any:
        """Say that the team uses it. Replaces another answer to the same task, or in the same conversation."""
        return self._ask("PUT", f"/api/v1/candidates/{_quoted(candidate)}/in-use")

    def end_candidate_use(self, candidate: int) -> Any:
        """Stop using it. The answer itself stays."""
        return self._ask("DELETE", f"/api/v1/candidates/{_quoted(candidate)}/in-use")

    def list_views(self, *, page: int | None = None, page_size: int | None = None) -> Any:
        """Saved views. Your own, and those that others share with the team."""
        return self._ask("GET", "/api/v1/views", query={"page": page, "page_size": page_size})

    def save_filter(
        self,
        *,
        page: str,
        name: str,
        query: str | None = None,
        is_shared: bool | None = None,
        idempotency_key: str | None = None,
    ) -> Any:
        """Save a filter under a name. Saves it for you; to share it with the team you need the role member."""
        return self._ask(
            "POST",
            "/api/v1/views",
            headers={"Idempotency-Key": idempotency_key},
            body={"page": page, "name": name, "query": _given(query), "is_shared": _given(is_shared)},
        )

    def change_saved_view(self, view: int, *, name: str | None = NOT_GIVEN, is_shared: bool | None = NOT_GIVEN) -> Any:
        """Rename or share a view. Changes a view of your own."""
        return self._ask("PATCH", f"/api/v1/views/{_quoted(view)}", body={"name": name, "is_shared": is_shared})

    def delete_saved_view(self, view: int) -> Any:
        """Delete a view. Deletes only the view, not the rows that it shows."""
        return self._ask("DELETE", f"/api/v1/views/{_quoted(view)}")

    def make_share_link(
        self, *, run: int | None = NOT_GIVEN, candidate: int | None = NOT_GIVEN, days: int | None = None
    ) -> Any:
        """Make a read-only link. Whoever has the address can read prompt, verdicts, pictures and code, without an
        account. The address is shown once and only its digest is stored. An Idempotency-Key is not accepted,
        because its record would store the address.
        """
        return self._ask("POST", "/api/v1/share-links", body={"run": run, "candidate": candidate, "days": _given(days)})

    def list_share_links(self, *, page: int | None = None, page_size: int | None = None) -> Any:
        """Links of the team. The newest first; revoked and expired ones too."""
        return self._ask("GET", "/api/v1/share-links", query={"page": page, "page_size": page_size})

    def revoke_share_link(self, link: int) -> Any:
        """Revoke a link. Revokes the link."""
        return self._ask("DELETE", f"/api/v1/share-links/{_quoted(link)}")

    def list_webhooks(self, *, page: int | None = None, page_size: int | None = None) -> Any:
        """Webhooks of the team. Without their secrets."""
        return self._ask("GET", "/api/v1/webhooks", query={"page": page, "page_size": page_size})

    def create_webhook(self, *, url: str) -> Any:
        """Add a webhook. It is notified of every run of the team that ends from now on."""
        return self._ask("POST", "/api/v1/webhooks", body={"url": url})

    def delete_webhook(self, webhook: int) -> Any:
        """Remove a webhook. Waiting messages are not sent."""
        return self._ask("DELETE", f"/api/v1/webhooks/{_quoted(webhook)}")

    def try_webhook(self, webhook: int) -> Any:
        """Send a test message. Its first attempt is made at once; GET deliveries says how it ended."""
        return self._ask("POST", f"/api/v1/webhooks/{_quoted(webhook)}/test")

    def list_deliveries(self, webhook: int, *, page: int | None = None, page_size: int | None = None) -> Any:
        """What was sent to a webhook. The newest first."""
        return self._ask(
            "GET", f"/api/v1/webhooks/{_quoted(webhook)}/deliveries", query={"page": page, "page_size": page_size}
        )

    def plan_storage(self, *, gradings: int | None = None, days: int | None = None) -> Any:
        """What retention would free. Counts your team's data by these rules or those of the settings. Nothing is
        changed.
        """
        return self._ask("GET", "/api/v1/storage", query={"gradings": gradings, "days": days})

    def free_storage(self, *, gradings: int | None = NOT_GIVEN, days: int | None = NOT_GIVEN) -> Any:
        """Free what retention allows. Verdicts, answers and code stay. It stops after 20 s: repeat it until
        nothing is left.
        """
        return self._ask("POST", "/api/v1/storage/free", body={"gradings": gradings, "days": days})

    def export_team(self) -> Any:
        """The team as an archive. Suites, ended runs, votes and files; for another installation. Names of people
        stay here.
        """
        return self._ask("GET", "/api/v1/team/archive")

    def import_team(self, *, file: FileLike) -> Any:
        """Read an archive into the team. Existing rows stay, and nothing is added twice."""
        return self._ask("POST", "/api/v1/team/archive", form={"file": _file(file)})

    def list_audit_events(
        self,
        *,
        person: str | None = None,
        action: str | None = None,
        page: int | None = None,
        page_size: int | None = None,
    ) -> Any:
        """Who did what. Events of the team and of the whole site, the newest first."""
        return self._ask(
            "GET", "/api/v1/audit", query={"person": person, "action": action, "page": page, "page_size": page_size}
        )

    def preview_change(
        self,
        *,
        kind: str,
        run: Sequence[int] | None = None,
        model: Sequence[str] | None = None,
        strategy: str | None = None,
        task: int | None = NOT_GIVEN,
        verdict: str | None = None,
        truncated: str | None = None,
        trimmed: str | None = None,
        thought_only: str | None = None,
        cause: str | None = None,
        mark: str | None = None,
        rounds: int | None = NOT_GIVEN,
        q: str | None = None,
        tag: str | None = None,
        language: str | None = None,
        tasks: str | None = None,
        more: int | None = None,
        add: Sequence[str] | None = None,
    ) -> Any:
        """What a change would do. Nothing is changed."""
        return self._ask(
            "POST",
            "/api/v1/changes/preview",
            body={
                "run": _given(run),
                "model": _given(model),
                "strategy": _given(strategy),
                "task": task,
                "verdict": _given(verdict),
                "truncated": _given(truncated),
                "trimmed": _given(trimmed),
                "thought_only": _given(thought_only),
                "cause": _given(cause),
                "mark": _given(mark),
                "rounds": rounds,
                "q": _given(q),
                "tag": _given(tag),
                "kind": kind,
                "language": _given(language),
                "tasks": _given(tasks),
                "more": _given(more),
                "add": _given(add),
            },
        )

    def create_change(
        self,
        *,
        kind: str,
        run: Sequence[int] | None = None,
        model: Sequence[str] | None = None,
        strategy: str | None = None,
        task: int | None = NOT_GIVEN,
        verdict: str | None = None,
        truncated: str | None = None,
        trimmed: str | None = None,
        thought_only: str | None = None,
        cause: str | None = None,
        mark: str | None = None,
        rounds: int | None = NOT_GIVEN,
        q: str | None = None,
        tag: str | None = None,
        language: str | None = None,
        tasks: str | None = None,
        more: int | None = None,
        add: Sequence[str] | None = None,
        key: str | None = None,
    ) -> Any:
        """Change many answers. Old verdicts are kept as history. 200 when the key was known."""
        return self._ask(
            "POST",
            "/api/v1/changes",
            body={
                "run": _given(run),
                "model": _given(model),
                "strategy": _given(strategy),
                "task": task,
                "verdict": _given(verdict),
                "truncated": _given(truncated),
                "trimmed": _given(trimmed),
                "thought_only": _given(thought_only),
                "cause": _given(cause),
                "mark": _given(mark),
                "rounds": rounds,
                "q": _given(q),
                "tag": _given(tag),
                "kind": kind,
                "language": _given(language),
                "tasks": _given(tasks),
                "more": _given(more),
                "add": _given(add),
                "key": _given(key),
            },
        )

    def list_changes(self, *, page: int | None = None, page_size: int | None = None) -> Any:
        """Changes, the newest first. Changes of your team."""
        return self._ask("GET", "/api/v1/changes", query={"page": page, "page_size": page_size})

    def get_change(self, change: int) -> Any:
        """How a change went. Progress, and verdicts before and after."""
        return self._ask("GET", f"/api/v1/changes/{_quoted(change)}")

    def list_changed(self, change: int, *, page: int | None = None, page_size: int | None = None) -> Any:
        """Answers of a change. Each with its verdict before and after."""
        return self._ask("GET", f"/api/v1/changes/{_quoted(change)}/rows", query={"page": page, "page_size": page_size})

    def undo_change(self, change: int) -> Any:
        """Undo a change. Restores old verdicts and cancels new answers that have not started; 409 when it is
        already undone.
        """
        return self._ask("POST", f"/api/v1/changes/{_quoted(change)}/undo")

    def get_advice(
        self,
        *,
        suite: Sequence[str] | None = None,
        memory_gb: float | None = None,
        tokens_per_s: float | None = None,
        price_per_hour: float | None = None,
    ) -> Any:
        """Which model for us, and how sure that is. Models within limits of memory and speed over the chosen
        suites, best first, by the rule of /figures/.
        """
        return self._ask(
            "GET",
            "/api/v1/figures/advice",
            query={
                "suite": suite,
                "memory_gb": memory_gb,
                "tokens_per_s": tokens_per_s,
                "price_per_hour": price_per_hour,
            },
        )

    def list_recent_changes(self, *, days: int | None = None) -> Any:
        """What changed this week. New models, results that became better or worse than in the previous run, and
        the tasks that flipped.
        """
        return self._ask("GET", "/api/v1/figures/recent", query={"days": days})

    def list_models_in_use(self) -> Any:
        """Models in use, and what has come since. One for each purpose, with its results on tasks of that kind."""
        return self._ask("GET", "/api/v1/figures/in-use")

    def get_model_results(self, model: int) -> Any:
        """Everything about one model. The model's newest run over each suite, errors, votes of closed campaigns,
        and its purposes in the team.
        """
        return self._ask("GET", f"/api/v1/figures/models/{_quoted(model)}")

    def get_task_results(self, *, suite: str, task: str) -> Any:
        """Everything about one task. Results of each model at the task, in its newest run over the suite's newest
        version.
        """
        return self._ask("GET", "/api/v1/figures/task", query={"suite": suite, "task": task})

    def get_figures(self, *, run: Sequence[int], common: str | None = None, settings: str | None = None) -> Any:
        """Pass rates of runs over one suite version, best first. Over the tasks that all sides were asked, if
        there are any. The page /figures/ explains each figure.
        """
        return self._ask("GET", "/api/v1/figures", query={"run": run, "common": common, "settings": settings})

    def compare_pair(
        self,
        *,
        a: str,
        b: str,
        a_strategy: str | None = None,
        b_strategy: str | None = None,
        settings: str | None = None,
    ) -> Any:
        """A against B: difference, interval, flips. Exact McNemar on flips, bootstrap interval over tasks, and how
        many more tasks would make it sure.
        """
        return self._ask(
            "GET",
            "/api/v1/figures/compare",
            query={"a": a, "b": b, "a_strategy": a_strategy, "b_strategy": b_strategy, "settings": settings},
        )

    def get_leaderboard(
        self,
        *,
        suite: str | None = None,
        run: Sequence[int] | None = None,
        model: Sequence[int] | None = None,
        tag: str | None = None,
        kind: str | None = None,
        language: str | None = None,
        size: float | None = None,
        quant: str | None = None,
        q: str | None = None,
        tasks: str | None = None,
        common: str | None = None,
        settings: str | None = None,
        unseen: str | None = None,
        sort: str | None = None,
        page: int | None = None,
        page_size: int | None = None,
    ) -> Any:
        """Models over one suite, best first. Pass rates with intervals, ranks, speed, memory, tokens and time, as
        on the leaderboard and its charts.
        """
        return self._ask(
            "GET",
            "/api/v1/figures/leaderboard",
            query={
                "suite": suite,
                "run": run,
                "model": model,
                "tag": tag,
                "kind": kind,
                "language": language,
                "size": size,
                "quant": quant,
                "q": q,
                "tasks": tasks,
                "common": common,
                "settings": settings,
                "unseen": unseen,
                "sort": sort,
                "page": page,
                "page_size": page_size,
            },
        )

    def download_site(
        self,
        *,
        suite: str | None = None,
        run: Sequence[int] | None = None,
        model: Sequence[int] | None = None,
        tag: str | None = None,
        kind: str | None = None,
        language: str | None = None,
        size: float | None = None,
        quant: str | None = None,
        q: str | None = None,
        tasks: str | None = None,
        common: str | None = None,
        settings: str | None = None,
        unseen: str | None = None,
    ) -> Any:
        """The comparison as a static site, in a zip. Pages that open from a folder, without a server; generated
        code is text. 404 when there is nothing to compare.
        """
        return self._ask(
            "GET",
            "/api/v1/figures/site",
            query={
                "suite": suite,
                "run": run,
                "model": model,
                "tag": tag,
                "kind": kind,
                "language": language,
                "size": size,
                "quant": quant,
                "q": q,
                "tasks": tasks,
                "common": common,
                "settings": settings,
                "unseen": unseen,
            },
        )

    def compare_with_others(
        self,
        *,
        suite: str | None = None,
        run: Sequence[int] | None = None,
        model: Sequence[int] | None = None,
        tag: str | None = None,
        kind: str | None = None,
        language: str | None = None,
        size: float | None = None,
        quant: str | None = None,
        q: str | None = None,
        tasks: str | None = None,
        common: str | None = None,
        settings: str | None = None,
        unseen: str | None = None,
        a: str | None = None,
    ) -> Any:
        """One model against the others. 404 when there is only one model."""
        return self._ask(
            "GET",
            "/api/v1/figures/against",
            query={
                "suite": suite,
                "run": run,
                "model": model,
                "tag": tag,
                "kind": kind,
                "language": language,
                "size": size,
                "quant": quant,
                "q": q,
                "tasks": tasks,
                "common": common,
                "settings": settings,
                "unseen": unseen,
                "a": a,
            },
        )

    def list_costs(
        self,
        *,
        suite: str | None = None,
        run: Sequence[int] | None = None,
        model: Sequence[int] | None = None,
        tag: str | None = None,
        kind: str | None = None,
        language: str | None = None,
        size: float | None = None,
        quant: str | None = None,
        q: str | None = None,
        tasks: str | None = None,
        common: str | None = None,
        settings: str | None = None,
        unseen: str | None = None,
    ) -> Any:
        """What a quantisation or a strategy costs. The same model paired with itself: most bits first, the plain
        prompt first.
        """
        return self._ask(
            "GET",
            "/api/v1/figures/costs",
            query={
                "suite": suite,
                "run": run,
                "model": model,
                "tag": tag,
                "kind": kind,
                "language": language,
                "size": size,
                "quant": quant,
                "q": q,
                "tasks": tasks,
                "common": common,
                "settings": settings,
                "unseen": unseen,
            },
        )

    def list_failures(
        self,
        *,
        suite: str | None = None,
        run: Sequence[int] | None = None,
        model: Sequence[int] | None = None,
        tag: str | None = None,
        kind: str | None = None,
        language: str | None = None,
        size: float | None = None,
        quant: str | None = None,
        q: str | None = None,
        tasks: str | None = None,
        common: str | None = None,
        settings: str | None = None,
        unseen: str | None = None,
        verdict: str | None = None,
        page: int | None = None,
        page_size: int | None = None,
    ) -> Any:
        """What goes wrong. Verdicts of each model, and the most frequent errors."""
        return self._ask(
            "GET",
            "/api/v1/figures/failures",
            query={
                "suite": suite,
                "run": run,
                "model": model,
                "tag": tag,
                "kind": kind,
                "language": language,
                "size": size,
                "quant": quant,
                "q": q,
                "tasks": tasks,
                "common": common,
                "settings": settings,
                "unseen": unseen,
                "verdict": verdict,
                "page": page,
                "page_size": page_size,
            },
        )

    def list_quality(
        self,
        *,
        suite: str | None = None,
        run: Sequence[int] | None = None,
        model: Sequence[int] | None = None,
        tag: str | None = None,
        kind: str | None = None,
        language: str | None = None,
        size: float | None = None,
        quant: str | None = None,
        q: str | None = None,
        tasks: str | None = None,
        common: str | None = None,
        settings: str | None = None,
        unseen: str | None = None,
        page: int | None = None,
        page_size: int | None = None,
    ) -> Any:
        """Quality by rules, beside pass and fail. Accessibility, console, types, rules of React, width, keyboard,
        dark theme, imports, weight and first paint.
        """
        return self._ask(
            "GET",
            "/api/v1/figures/quality",
            query={
                "suite": suite,
                "run": run,
                "model": model,
                "tag": tag,
                "kind": kind,
                "language": language,
                "size": size,
                "quant": quant,
                "q": q,
                "tasks": tasks,
                "common": common,
                "settings": settings,
                "unseen": unseen,
                "page": page,
                "page_size": page_size,
            },
        )

    def list_history(
        self,
        *,
        suite: str | None = None,
        run: Sequence[int] | None = None,
        model: Sequence[int] | None = None,
        tag: str | None = None,
        kind: str | None = None,
        language: str | None = None,
        size: float | None = None,
        quant: str | None = None,
        q: str | None = None,
        tasks: str | None = None,
        common: str | None = None,
        settings: str | None = None,
        unseen: str | None = None,
        task: str | None = None,
        page: int | None = None,
        page_size: int | None = None,
    ) -> Any:
        """Models, or one task, over the runs of a suite. Result of each model in each run, and the change since
        the previous one; the newest first.
        """
        return self._ask(
            "GET",
            "/api/v1/figures/history",
            query={
                "suite": suite,
                "run": run,
                "model": model,
                "tag": tag,
                "kind": kind,
                "language": language,
                "size": size,
                "quant": quant,
                "q": q,
                "tasks": tasks,
                "common": common,
                "settings": settings,
                "unseen": unseen,
                "task": task,
                "page": page,
                "page_size": page_size,
            },
        )

    def search(self, *, q: str, kind: str | None = None) -> Any:
        """Everything by name, note, tags and text. Prompts and code by their words, all else by its name, note and
        tags; 20 of each kind at most. What was made in the last minute may not be found by its text yet.
        """
        return self._ask("GET", "/api/v1/search", query={"q": q, "kind": kind})

    def get_next_pair(self, campaign: int) -> Any:
        """Your next pair. A blind pair; the same one until you vote. 204 when no pair is left for you. Gives None
        for 204.
        """
        return self._ask("GET", f"/api/v1/campaigns/{_quoted(campaign)}/next")

    def get_pair(self, campaign: int, token: str) -> Any:
        """A pair given to you. Blind until your vote is stored."""
        return self._ask("GET", f"/api/v1/campaigns/{_quoted(campaign)}/pairs/{_quoted(token)}")

    def vote_on_pair(
        self, campaign: int, token: str, *, choice: str, reasons: Sequence[str] | None = None, note: str | None = None
    ) -> Any:
        """Vote, once. Stores the vote and shows the names. A second request changes nothing and returns the stored
        vote. 409 when you have undone it: the pair now belongs to somebody else.
        """
        return self._ask(
            "POST",
            f"/api/v1/campaigns/{_quoted(campaign)}/pairs/{_quoted(token)}/vote",
            body={"choice": choice, "reasons": _given(reasons), "note": _given(note)},
        )

    def undo_vote(self, campaign: int, token: str) -> Any:
        """Undo your vote. Only your last vote, within ten minutes; 409 otherwise."""
        return self._ask("POST", f"/api/v1/campaigns/{_quoted(campaign)}/pairs/{_quoted(token)}/undo")

    def get_next_ordering(self, campaign: int) -> Any:
        """Several answers to put in order. Three or four blind answers; the same ones until you store a ranking.
        204 when no task has enough answers left for you. Gives None for 204.
        """
        return self._ask("GET", f"/api/v1/campaigns/{_quoted(campaign)}/orderings/next")

    def get_ordering(self, campaign: int, token: str) -> Any:
        """Answers given to you. Blind until your order is stored."""
        return self._ask("GET", f"/api/v1/campaigns/{_quoted(campaign)}/orderings/{_quoted(token)}")

    def store_order(self, campaign: int, token: str, *, places: Mapping[str, Any]) -> Any:
        """Store an order. Stores votes on the pairs of these answers. A second request changes nothing and returns
        the stored ranking.
        """
        return self._ask(
            "POST", f"/api/v1/campaigns/{_quoted(campaign)}/orderings/{_quoted(token)}/store", body={"places": places}
        )

    def undo_order(self, campaign: int, token: str) -> Any:
        """Undo your order. Only the last ranking, within ten minutes and before the next vote; 409 otherwise."""
        return self._ask("POST", f"/api/v1/campaigns/{_quoted(campaign)}/orderings/{_quoted(token)}/undo")

    def get_next_single_answer(self, campaign: int) -> Any:
        """One answer to rate. A blind answer; the same one until you rate it. 204 when none is left for you. Gives
        None for 204.
        """
        return self._ask("GET", f"/api/v1/campaigns/{_quoted(campaign)}/single-answers/next")

    def get_single_answer(self, campaign: int, token: str) -> Any:
        """An answer given to you. Blind until you rated it."""
        return self._ask("GET", f"/api/v1/campaigns/{_quoted(campaign)}/single-answers/{_quoted(token)}")

    def rate_single_answer(
        self, campaign: int, token: str, *, stars: int, reasons: Sequence[str] | None = None, note: str | None = None
    ) -> Any:
        """Rate it, once. Stores the rating and shows the name. A second request changes nothing and returns the
        stored rating.
        """
        return self._ask(
            "POST",
            f"/api/v1/campaigns/{_quoted(campaign)}/single-answers/{_quoted(token)}/rate",
            body={"stars": stars, "reasons": _given(reasons), "note": _given(note)},
        )

    def undo_single_answer_rating(self, campaign: int, token: str) -> Any:
        """Undo your rating. Only your last one, within ten minutes; 409 otherwise."""
        return self._ask("POST", f"/api/v1/campaigns/{_quoted(campaign)}/single-answers/{_quoted(token)}/undo")

    def get_blind_preview(self, campaign: int, kind: str, token: str, letter: str, *, start: bool | None = None) -> Any:
        """A blind answer, running. The document for an iframe with sandbox="allow-scripts allow-forms": generated
        code is hostile. start: also run an answer that did not end in the sandbox.
        """
        return self._ask(
            "GET",
            f"/api/v1/campaigns/{_quoted(campaign)}/{_quoted(kind)}/{_quoted(token)}/{_quoted(letter)}/preview",
            query={"start": start},
        )

    def get_blind_screenshot(self, campaign: int, kind: str, token: str, letter: str) -> Any:
        """Picture of a blind answer. 404 when there is no picture, and when it would name a model."""
        return self._ask(
            "GET",
            f"/api/v1/campaigns/{_quoted(campaign)}/{_quoted(kind)}/{_quoted(token)}/{_quoted(letter)}/screenshot",
        )

    def get_next_solo(self, campaign: int) -> Any:
        """Old name of the next single answer. Old: use /single-answers/next. Gives None for 204."""
        return self._ask("GET", f"/api/v1/campaigns/{_quoted(campaign)}/solos/next")

    def get_solo(self, campaign: int, token: str) -> Any:
        """Old name of a single answer. Old: use /single-answers/{token}."""
        return self._ask("GET", f"/api/v1/campaigns/{_quoted(campaign)}/solos/{_quoted(token)}")

    def rate_solo(
        self, campaign: int, token: str, *, stars: int, reasons: Sequence[str] | None = None, note: str | None = None
    ) -> Any:
        """Old name of rating a single answer. Old: use /single-answers/{token}/rate."""
        return self._ask(
            "POST",
            f"/api/v1/campaigns/{_quoted(campaign)}/solos/{_quoted(token)}/rate",
            body={"stars": stars, "reasons": _given(reasons), "note": _given(note)},
        )

    def undo_solo_rating(self, campaign: int, token: str) -> Any:
        """Old name of undoing a rating. Old: use /single-answers/{token}/undo."""
        return self._ask("POST", f"/api/v1/campaigns/{_quoted(campaign)}/solos/{_quoted(token)}/undo")

    def get_campaign_figures(
        self,
        campaign: int,
        *,
        kind: str | None = None,
        tag: str | None = None,
        control: str | None = None,
        blind: str | None = None,
    ) -> Any:
        """What the votes say. For members, because figures could influence people who still vote."""
        return self._ask(
            "GET",
            f"/api/v1/campaigns/{_quoted(campaign)}/figures",
            query={"kind": kind, "tag": tag, "control": control, "blind": blind},
        )

    def list_campaign_groups(self, campaign: int, *, blind: str | None = None) -> Any:
        """Rankings by kind and tag. Those with most votes first."""
        return self._ask("GET", f"/api/v1/campaigns/{_quoted(campaign)}/groups", query={"blind": blind})

    def list_campaign_votes(
        self,
        campaign: int,
        *,
        model: str | None = None,
        result: str | None = None,
        task: str | None = None,
        kind: str | None = None,
        tag: str | None = None,
        way: str | None = None,
        reason: str | None = None,
        voter: str | None = None,
        noted: str | None = None,
        knew: str | None = None,
        page: int | None = None,
        page_size: int | None = None,
    ) -> Any:
        """Stored votes. The newest first: the rows behind the figures."""
        return self._ask(
            "GET",
            f"/api/v1/campaigns/{_quoted(campaign)}/votes",
            query={
                "model": model,
                "result": result,
                "task": task,
                "kind": kind,
                "tag": tag,
                "way": way,
                "reason": reason,
                "voter": voter,
                "noted": noted,
                "knew": knew,
                "page": page,
                "page_size": page_size,
            },
        )

    def list_campaign_ratings(
        self,
        campaign: int,
        *,
        model: str | None = None,
        stars: str | None = None,
        knew: str | None = None,
        page: int | None = None,
        page_size: int | None = None,
    ) -> Any:
        """Blind ratings. Of single answers, the newest first."""
        return self._ask(
            "GET",
            f"/api/v1/campaigns/{_quoted(campaign)}/ratings",
            query={"model": model, "stars": stars, "knew": knew, "page": page, "page_size": page_size},
        )

    def list_votes_and_tests(
        self,
        campaign: int,
        *,
        blind: str | None = None,
        group: str | None = None,
        task: str | None = None,
        model: str | None = None,
        page: int | None = None,
        page_size: int | None = None,
    ) -> Any:
        """Votes beside tests. Passes but disliked, liked but broken: such answers can mean that the task's checks
        are wrong.
        """
        return self._ask(
            "GET",
            f"/api/v1/campaigns/{_quoted(campaign)}/tests",
            query={"blind": blind, "group": group, "task": task, "model": model, "page": page, "page_size": page_size},
        )

    def export_preferences(
        self,
        campaign: int,
        *,
        made_of: str | None = None,
        ties: str | None = None,
        code: bool | None = None,
        blind: bool | None = None,
        kind: str | None = None,
        tag: str | None = None,
        model: Sequence[str] | None = None,
        form: str | None = None,
    ) -> Any:
        """Preference pairs. For training; tasks whose licence forbids that are left out."""
        return self._ask(
            "GET",
            f"/api/v1/campaigns/{_quoted(campaign)}/preferences",
            query={
                "made_of": made_of,
                "ties": ties,
                "code": code,
                "blind": blind,
                "kind": kind,
                "tag": tag,
                "model": model,
                "form": form,
            },
        )

    def list_campaigns(self, *, page: int | None = None, page_size: int | None = None) -> Any:
        """Campaigns given to you. An admin sees all of the team."""
        return self._ask("GET", "/api/v1/campaigns", query={"page": page, "page_size": page_size})

    def create_campaign(
        self,
        *,
        title: str,
        runs: Sequence[int] | None = None,
        suite: str | None = None,
        models: Sequence[str] | None = None,
        reviewers: Sequence[int] | None = None,
        votes_per_pair: int | None = None,
        due_at: str | None = NOT_GIVEN,
        shows_verdicts: bool | None = None,
        names_at_end: bool | None = None,
        mixes_strategies: bool | None = None,
        idempotency_key: str | None = None,
    ) -> Any:
        """Start a campaign. Its pairs are written at once."""
        return self._ask(
            "POST",
            "/api/v1/campaigns",
            headers={"Idempotency-Key": idempotency_key},
            body={
                "title": title,
                "runs": _given(runs),
                "suite": _given(suite),
                "models": _given(models),
                "reviewers": _given(reviewers),
                "votes_per_pair": _given(votes_per_pair),
                "due_at": due_at,
                "shows_verdicts": _given(shows_verdicts),
                "names_at_end": _given(names_at_end),
                "mixes_strategies": _given(mixes_strategies),
            },
        )

    def import_preferences(self, *, file: FileLike) -> Any:
        """Preference pairs become the votes of a closed campaign. A file as the export writes it. 200 when the
        same file is here already; 422 when no line became a vote.
        """
        return self._ask("POST", "/api/v1/campaigns/import", form={"file": _file(file)})

    def get_campaign(self, campaign: int) -> Any:
        """What a campaign is made of. For members: it names the models."""
        return self._ask("GET", f"/api/v1/campaigns/{_quoted(campaign)}")

    def change_campaign(
        self,
        campaign: int,
        *,
        title: str | None = None,
        reviewers: Sequence[int] | None = None,
        votes_per_pair: int | None = None,
        due_at: str | None = NOT_GIVEN,
        shows_verdicts: bool | None = None,
    ) -> Any:
        """Change a campaign. Title, reviewers, votes per pair and due date can change while people vote."""
        return self._ask(
            "PATCH",
            f"/api/v1/campaigns/{_quoted(campaign)}",
            body={
                "title": _given(title),
                "reviewers": _given(reviewers),
                "votes_per_pair": _given(votes_per_pair),
                "due_at": due_at,
                "shows_verdicts": _given(shows_verdicts),
            },
        )

    def weigh_reviewer(self, campaign: int, *, voter: str, weight: float) -> Any:
        """How much a reviewer counts. The figures say so beside the ranking."""
        return self._ask(
            "POST", f"/api/v1/campaigns/{_quoted(campaign)}/weights", body={"voter": voter, "weight": weight}
        )

    def move_campaign(self, campaign: int, act: str) -> Any:
        """Pause, resume, close, add pairs. pairs: adds pairs of newly finished answers."""
        return self._ask("POST", f"/api/v1/campaigns/{_quoted(campaign)}/{_quoted(act)}")


def evaluate(bakeoff: Bakeoff, options: argparse.Namespace) -> int:
    """Starts a run, follows it, compares it. 0 as good as before (or no baseline yet), 1 worse."""
    sampling = {"n_samples": options.samples, "strategies": _given(options.strategy)}
    body = {"suite": options.suite, "models": options.model, **sampling}
    run = bakeoff._ask("POST", "/api/v1/runs", body=body)
    print(f"Run {run['id']}: {run['url']}", flush=True)
    printed: list[str] = []

    def tell(progress: Any) -> None:
        counts = ", ".join(f"{name} {n}" for name, n in progress["verdicts"].items())
        n_cancelled = progress.get("n_cancelled", 0)  # an older site does not say it
        so_far = f"{progress['n_done']}/{progress['n']}"
        if n_cancelled:
            so_far = f"{progress['n_done'] - n_cancelled} answered, {n_cancelled} cancelled"
        line = f"{so_far}  {counts}"
        if line not in printed[-1:]:
            printed.append(line)
            sys.stderr.write(f"\r{line}\x1b[K" if sys.stderr.isatty() else f"{line}\n")

    ended = bakeoff.wait_for_run(run["id"], tell=tell, timeout_s=options.timeout)
    if options.junit:
        report = bakeoff._ask("GET", f"/api/v1/runs/{run['id']}/export", query={"format": "junit"})
        Path(options.junit).write_bytes(report)
    if ended["state"] == "cancelled":
        print("The run was cancelled on the site.")
        return 1
    return _compare(bakeoff, run["id"], options.baseline)


def _compare(bakeoff: Bakeoff, run: int, baseline: int | None) -> int:
    try:
        comparison = bakeoff._ask("GET", f"/api/v1/runs/{run}/against", query={"baseline": baseline})
    except BakeoffProblem as exc:
        if baseline or exc.status != 422:
            raise
        print(f"Nothing to compare with yet: {exc.detail}")
        return 0
    for pair in comparison["pairs"]:
        print(pair["sentence"] + (" WORSE" if pair["is_worse"] else ""))
    return 1 if comparison["is_worse"] else 0


def main(words: Sequence[str] | None = None) -> int:
    """`python bakeoff_client.py evaluate --suite NAME --model ID`: for CI. 0 as good as before, 1 worse, 2 not done."""
    parser = argparse.ArgumentParser(description="Run a suite on a Bakeoff site and compare with an earlier run.")
    parser.add_argument("--url", default=os.environ.get("BAKEOFF_URL", ""), help="address of the site; BAKEOFF_URL")
    parser.add_argument("--token", default=os.environ.get("BAKEOFF_TOKEN", ""), help="BAKEOFF_TOKEN is better")
    ways = parser.add_subparsers(dest="what", required=True)
    way = ways.add_parser("evaluate", help="start a run, wait, fail when a model is significantly worse")
    way.add_argument("--suite", required=True)
    way.add_argument("--model", action="append", required=True, help="server/name; may be repeated")
    way.add_argument("--strategy", action="append", help="prompt strategy; may be repeated (plain)")
    way.add_argument("--samples", type=int, default=1)
    way.add_argument("--baseline", type=int, help="number of a run; the newest earlier one when left out")
    way.add_argument("--junit", help="write the results as JUnit XML to this file")
    way.add_argument("--timeout", type=float, default=3600.0, help="seconds to wait at most (3600)")
    options = parser.parse_args(words)
    if not options.url or not options.token:
        sys.stderr.write("Set BAKEOFF_URL and BAKEOFF_TOKEN; tokens are made on the site at /tokens/.\n")
        return 2
    try:
        return evaluate(Bakeoff(options.url, token=options.token), options)
    except (BakeoffProblem, TimeoutError, OSError) as exc:
        sys.stderr.write(f"{exc}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
