"""Each layer of isolation is tested, and reported as off where it is off."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from evaluations.sandbox import Sandbox, isolation_trials
from evaluations.sandbox.browser.chromium import JAIL, NOBODY, is_sandbox_off
from webapp import env

ASK = """
import socket, sys
for port in map(int, sys.argv[1:]):
    try:
        socket.create_connection(("127.0.0.1", port), 2).close()
        print("reached")
    except ConnectionRefusedError:
        print("refused")
"""


def test_every_layer_of_isolation_works_on_this_machine() -> None:
    layers = {layer.name: (layer.is_on, layer.observed) for layer in isolation_trials.try_layers()}
    assert len(layers) == 7
    assert all(is_on for is_on, _ in layers.values()), layers


def test_layer_that_is_off_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAKEOFF_NO_SANDBOX", "1")
    with Sandbox(slots=1, own_network=False) as sandbox:
        network, own = isolation_trials._network(sandbox), isolation_trials._own_sandbox(sandbox)
    assert not network.is_on
    assert network.observed == "shares this machine's network"
    assert not own.is_on
    assert own.hint == "unset BAKEOFF_NO_SANDBOX"


def in_jail(profile: Path, network: str, *ports: int) -> tuple[str, list[str], int]:
    """Return the jail's report, the output of a program in it, and the number of sockets that came out."""
    ours, its = socket.socketpair()
    uid = NOBODY if os.geteuid() == 0 else os.geteuid()
    words = [sys.executable, "-I", "-S", str(JAIL), str(its.fileno()), "4321", str(profile), str(uid), network]
    program = ["/usr/bin/env", "python3", "-c", ASK, *map(str, ports)]
    with (
        ours,
        subprocess.Popen([*words, *program], pass_fds=[its.fileno()], stdout=subprocess.PIPE, text=True) as process,
    ):
        its.close()
        message, descriptors, _, _ = socket.recv_fds(ours, 100, 4)
        output, _ = process.communicate(timeout=20)
    for each in descriptors:
        os.close(each)
    return message.decode(), output.split(), len(descriptors)


def test_network_of_its_own_has_no_way_to_this_machine(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert in_jail(tmp_path, "own", port, 4321) == ("network profile", ["refused", "reached"], 1)
        assert in_jail(tmp_path, "shared", port) == ("profile", ["reached"], 0)


def test_incomplete_layer_is_left_out_and_the_browser_starts(tmp_path: Path) -> None:
    """Without a place for the profile there is no network namespace either, as its loopback could not be served."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        result = in_jail(tmp_path / "missing", "own", listener.getsockname()[1])
    assert result == ("nothing", ["reached"], 0)


def test_files_of_the_profile_never_reach_the_disk() -> None:
    with Sandbox(slots=1) as sandbox:
        browser = sandbox._pool.browser
        assert browser is not None
        inside = Path(f"/proc/{browser.pid}/root", *browser.folder.parts[1:], "profile")
        assert any(inside.iterdir())
        assert list((browser.folder / "profile").iterdir()) == []


@pytest.mark.parametrize(("value", "is_off"), [("1", True), ("true", True), ("On", True), ("0", False), ("", False)])
def test_sandbox_and_settings_read_the_switch_alike(value: str, is_off: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAKEOFF_NO_SANDBOX", value)
    assert is_sandbox_off() is env.flag("BAKEOFF_NO_SANDBOX", False) is is_off
