"""When a request was cut off, the server gets no other one until it has stopped working on it."""

from __future__ import annotations

import time
from typing import Any

from evaluations.adapters import make_adapter
from evaluations.records import Message, Prompt, Sampling
from tests.adapters.page_server import serving
from tests.environment import needs_time

ASK = Prompt(messages=(Message(role="user", content="Write add."),))
LONG = Prompt(messages=(Message(role="user", content="Add 1 2 3 4 5 6 7 8 9. " * 50),))
HALF: tuple[int, dict[str, str], str] = (200, {}, 'data: {"choices": [{"delta": {"content": "half"}}]}\n\n')


def slot(id_: int, task: int, *, is_processing: bool) -> dict[str, Any]:
    return {"id": id_, "id_task": task, "is_processing": is_processing}


def test_llama_cpp_is_left_alone_until_its_slot_is_free() -> None:
    looks = [[slot(0, 7, is_processing=True)], [slot(0, 7, is_processing=True)], [slot(0, 9, is_processing=True)]]
    answers = {"/props": {"total_slots": 1}, "/v1/chat/completions": HALF, "/slots": lambda _: looks.pop(0)}
    with serving(answers) as page:
        adapter = make_adapter("openai", page.url)
        adapter.settle(lambda: False)
        assert len(looks) == 3, "nothing was cut off"
        adapter.generate("m", ASK, Sampling(max_tokens=8), lambda _: None, lambda: True)
        adapter.settle(lambda: False)
        assert not looks, "the task that began later is somebody else's"
        adapter.settle(lambda: False)
        adapter.close()


def test_server_that_stays_busy_is_not_waited_for_when_the_worker_ends() -> None:
    busy = [slot(0, 7, is_processing=True)]
    answers = {"/props": {"total_slots": 1}, "/v1/chat/completions": HALF, "/slots": lambda _: busy}
    with serving(answers) as page:
        adapter = make_adapter("openai", page.url)
        adapter.generate("m", ASK, Sampling(max_tokens=8), lambda _: None, lambda: True)
        begun = time.monotonic()
        adapter.settle(lambda: time.monotonic() - begun > 0.3)
        assert time.monotonic() - begun < 3
        adapter.close()


@needs_time
def test_real_llama_cpp_has_ended_the_cancelled_request(embedded_server: str) -> None:
    adapter = make_adapter("openai", embedded_server)
    begun = time.monotonic()
    completion = adapter.generate(
        "smollm2:135m", LONG, Sampling(max_tokens=8), lambda _: None, lambda: time.monotonic() - begun > 0.3
    )
    assert completion.stop_reason == "cancelled"
    adapter.settle(lambda: False)
    slots = adapter._http.get("/slots").json()  # type: ignore[attr-defined]
    assert not any(row["is_processing"] for row in slots)
    adapter.close()
