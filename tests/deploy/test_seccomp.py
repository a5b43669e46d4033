"""The execute worker's seccomp profile: Chromium's sandbox works without privileges, and little else is allowed."""

from __future__ import annotations

import copy
import ctypes.util
import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PATH = ROOT / "deploy" / "seccomp" / "chromium.json"
PROFILE: dict[str, Any] = json.loads(PATH.read_text())
UID = "10001"  # of the image
NAMESPACES = ("clone", "unshare", "chroot", "mount")
NEW_USER, NEW_UTS, NEW_NET = 0x10000000, 0x04000000, 0x40000000
ANY_NAMESPACE = 0x7E020000  # the flags that Docker's default profile forbids in clone
TRY_LAYERS = """
import json
from evaluations.sandbox.isolation_trials import try_layers
print(json.dumps({layer.name: [layer.is_on, layer.observed] for layer in try_layers()}))
"""
TRY_CALLS = """
import ctypes, json, os
libc = ctypes.CDLL(None, use_errno=True)
def tried(call):
    pid = os.fork()
    if not pid:
        os._exit(0 if call() >= 0 else ctypes.get_errno())
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
print(json.dumps({
    "user and network": tried(lambda: libc.unshare(0x10000000 | 0x40000000)),
    "user and host name": tried(lambda: libc.unshare(0x10000000 | 0x04000000)),
    "plain socket": tried(lambda: libc.socket(2, 1, 0)),
    "socket of the kernel's ciphers": tried(lambda: libc.socket(38, 5, 0)),
    "ptrace": tried(lambda: libc.ptrace(0, 0, 0, 0)),
}))
"""


def under(profile: dict[str, Any], program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program under a profile as an ordinary user."""
    if ctypes.util.find_library("seccomp") is None:
        pytest.skip("libseccomp is not installed: apt-get install libseccomp2")
    path = folder / "profile.json"
    path.write_text(json.dumps(profile))
    command = [sys.executable, str(ROOT / "tests/deploy/under_profile.py"), str(path), program]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("setpriv is not installed: apt-get install util-linux")
        # This checkout may belong to root alone, so the user may read every file and nothing else.
        reads = ["--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search"]
        command = ["setpriv", f"--reuid={UID}", f"--regid={UID}", "--clear-groups", *reads, *command]
        folder.chmod(0o755)
    env = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": "/tmp", "TMPDIR": "/tmp"}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False)


def without_namespaces() -> dict[str, Any]:
    """The profile with the rules for namespaces of Docker's default."""
    profile = copy.deepcopy(PROFILE)
    profile["syscalls"] = [rule for rule in profile["syscalls"] if not set(rule["names"]) & set(NAMESPACES)]
    no_namespace = {"index": 0, "value": ANY_NAMESPACE, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ"}
    profile["syscalls"].append({"names": ["clone"], "action": "SCMP_ACT_ALLOW", "args": [no_namespace]})
    return profile


def test_every_layer_of_isolation_works_under_the_profile(tmp_path: Path) -> None:
    done = under(PROFILE, TRY_LAYERS, tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]
    layers = json.loads(done.stdout.splitlines()[-1])
    assert len(layers) == 7
    assert all(is_on for is_on, _ in layers.values()), layers


def test_no_browser_starts_without_its_rules_for_namespaces(tmp_path: Path) -> None:
    done = under(without_namespaces(), TRY_LAYERS, tmp_path)
    assert done.returncode != 0
    assert "SandboxError" in done.stderr


def test_other_namespaces_sockets_and_debuggers_are_refused(tmp_path: Path) -> None:
    done = under(PROFILE, TRY_CALLS, tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout) == {
        "user and network": 0,
        "user and host name": errno.EPERM,
        "plain socket": 0,
        "socket of the kernel's ciphers": errno.EPERM,
        "ptrace": errno.EPERM,
    }


def test_dangerous_system_calls_are_not_in_the_profile() -> None:
    allowed = {name for rule in PROFILE["syscalls"] if rule["action"] == "SCMP_ACT_ALLOW" for name in rule["names"]}
    dangerous = (
        "bpf keyctl add_key request_key ptrace process_vm_readv perf_event_open setns pivot_root umount2 fsopen "
    )
    dangerous += "move_mount open_tree io_uring_setup userfaultfd kexec_load init_module reboot clone3 mknod"
    assert not allowed & set(dangerous.split())
    for rule in PROFILE["syscalls"]:
        if set(rule["names"]) & {"clone", "unshare", "mount"}:
            assert rule["args"], rule


def test_compose_and_kubernetes_use_the_profile() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    assert f"seccomp:{PATH.relative_to(ROOT)}" in compose["services"]["execute"]["security_opt"]
    text = "".join(path.read_text() for path in (ROOT / "deploy/kubernetes").glob("*.yaml"))
    assert "localhostProfile: bakeoff/chromium.json" in text
    assert "path: /var/lib/kubelet/seccomp/bakeoff" in text
    for path in (ROOT / "docker-compose.yml", *(ROOT / "deploy/kubernetes").glob("*.yaml")):
        assert "nconfined" not in path.read_text(), path
