"""The process that renders: it never mixes texts, and comes back whatever happens to it."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from forum.lib import markdown_process
from forum.lib.rendered import POST, RENDERER_VERSION, UNRENDERED, as_typed, rendered

ROOT = Path(__file__).resolve().parents[3]
ENDLESS = "[a" * 10_000


def run(script: str) -> subprocess.Popen[str]:
    """A Python of its own, where every warning is an error."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", script],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


def keeper_id() -> int:
    assert rendered("warm").html == "<p>warm</p>"
    assert markdown_process.keeper.process is not None
    return markdown_process.keeper.process.pid


def test_threads_never_get_each_others_text():
    def render(number: int) -> bool:
        word = f"woord{number}"
        return rendered(f"# {word}\n\n*{word}*").html == f"<h3>{word}</h3>\n<p><em>{word}</em></p>"

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(render, range(200)))


def test_a_neighbours_hostile_text_does_not_cost_an_ordinary_one_its_layout():
    with ThreadPoolExecutor(8) as threads:
        hostile = [threads.submit(rendered, ENDLESS) for _ in range(4)]
        ordinary = [threads.submit(rendered, "*gewoon*") for _ in range(40)]
        assert {task.result().html for task in ordinary} == {"<p><em>gewoon</em></p>"}
        assert {task.result().html for task in hostile} == {as_typed(ENDLESS)}


def test_a_killed_process_is_replaced():
    os.kill(keeper_id(), signal.SIGKILL)
    assert rendered("*a*").html == "<p><em>a</em></p>"


def test_a_process_killed_in_the_middle_of_a_text_is_replaced():
    killed = keeper_id()
    with ThreadPoolExecutor(1) as threads:
        hostile = threads.submit(rendered, ENDLESS)
        os.kill(killed, signal.SIGKILL)
        assert hostile.result().html == as_typed(ENDLESS)
    assert keeper_id() != killed


def test_what_could_not_be_tried_is_marked_for_another_try(monkeypatch: pytest.MonkeyPatch):
    markdown_process.keeper.stop()
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert rendered("*a*").version == UNRENDERED
    monkeypatch.undo()
    assert rendered("*a*").version == RENDERER_VERSION


def test_no_answer_in_time_is_marked_for_another_try():
    keeper_id()
    assert rendered(ENDLESS, replace(POST, seconds=0.001)).version == UNRENDERED


def test_memory_is_limited():
    wide = "a|" * 4_000 + "\n" + "-|" * 4_000 + "\n" + "a|\n" * 4_000
    result = rendered(wide, replace(POST, max_source=len(wide), seconds=5, max_cells=10**9, max_html=10**9))
    assert result.html == as_typed(wide)


def test_a_fork_renders_with_a_process_of_its_own():
    script = run("""
import os
from forum.lib.rendered import rendered
assert rendered("*a*").html == "<p><em>a</em></p>"
child = os.fork()
assert rendered("*b*").html == "<p><em>b</em></p>"
if child:
    assert os.waitpid(child, 0)[1] == 0
    assert rendered("*c*").html == "<p><em>c</em></p>"
""")
    output, errors = script.communicate(timeout=120)
    assert (script.returncode, output, errors) == (0, "", "")


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_it_ends_quietly_with_the_process_that_started_it(end: signal.Signals):
    # Where the tests themselves run in the background, Ctrl-C is switched off for all that they start.
    script = run("""
import signal, time
signal.signal(signal.SIGINT, signal.default_int_handler)
from forum.lib.rendered import rendered
rendered("a")
try:
    print("ready", flush=True)
    time.sleep(600)
except KeyboardInterrupt:
    pass
""")
    assert script.stdout is not None
    assert script.stdout.readline() == "ready\n"
    os.killpg(script.pid, end)
    # Standard error closes only when the last process that holds it has gone.
    assert script.communicate(timeout=120) == ("", "")


def test_secrets_of_the_environment_do_not_reach_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SECRET_KEY", "hush")
    markdown_process.keeper.stop()
    assert b"hush" not in Path(f"/proc/{keeper_id()}/environ").read_bytes()


def test_importing_it_loads_neither_flask_nor_the_libraries():
    script = run("""
import sys
import forum.lib.rendered
assert not {"flask", "markdown", "bleach"} & set(sys.modules)
""")
    assert script.communicate(timeout=120) == ("", "")
