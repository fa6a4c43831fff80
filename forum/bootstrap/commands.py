"""What `make run`, `test`, `lint`, `bench`, `lock` and `help` do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

from forum import ROOT
from forum.bootstrap.environment import PYTHON, VENV, set_up
from forum.bootstrap.errors import SetupError
from forum.bootstrap.installers import Installer

BIN = VENV / "bin"
# Debian's headless shell is Chromium without windows and menus: the same pages for a third of the work.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)

LINTS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("pyright",),
    ("lint-imports", "--no-logo"),
)
"""Each line is a program of the environment, and all are run even when one finds something."""

LOCKED = {
    "run": ("pyproject.toml", "--extra=redis", "--group=build"),
    "dev": ("pyproject.toml", "--extra=redis", "--group=build", "--group=dev", "-crequirements/run.txt"),
    "node": ("--group=node", "-crequirements/dev.txt"),
    "uv": ("--group=uv",),
}
"""From which parts of pyproject.toml each list in requirements/ is made, in this order."""

TEXTS = ("-k", "lazy", "-k", "variable:3", "-k", "members:4")
"""What marks a text beside `_` and `ngettext`: settings are explained on a page too."""


def run(arguments: Sequence[str]) -> int:
    """set everything up and serve the forum; ARGS="--port 9000" for another port"""
    set_up("run")
    return _become([str(BIN / "forum"), "serve", "--prepare", *arguments])


def test(arguments: Sequence[str]) -> int:
    """run every test, or those of ARGS="tests/unit -k vote"; skipped ones are listed with their reason"""
    set_up("dev")
    os.environ |= environment_for_tests()
    if not any(argument.startswith(("-n", "--numprocesses")) for argument in arguments):
        arguments = ["--numprocesses=auto", "--maxprocesses=8", *arguments]
    return _become([str(PYTHON), "-m", "pytest", *arguments])


def lint(arguments: Sequence[str]) -> int:
    """check style, types and the floors of the house; ARGS=--fix mends the style"""
    set_up("dev")
    if "--fix" in arguments:
        subprocess.run([BIN / "ruff", "check", "--fix", "--quiet", "."], cwd=ROOT, check=False)
        subprocess.run([BIN / "ruff", "format", "--quiet", "."], cwd=ROOT, check=False)
    failed = []
    for command in LINTS:
        print(f"$ {' '.join(command)}", flush=True)
        if subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, check=False).returncode:
            failed.append(command[0])
    if failed:
        print(f"make lint: {', '.join(failed)} found something; see above.")
    return 1 if failed else 0


def translations(arguments: Sequence[str]) -> int:
    """collect the texts of code and templates into forum/translations, to be translated there"""
    set_up("dev")
    texts = ROOT / "build" / "messages.pot"
    texts.parent.mkdir(exist_ok=True)
    tidy = ["--no-wrap", "--sort-output"]
    extract = ["extract", "-F", "babel.cfg", *TEXTS, "--no-location", *tidy, "-o", str(texts), "."]
    update = ["update", "-i", str(texts), "-d", "forum/translations", "--no-fuzzy-matching", "--no-wrap"]
    for step in (extract, [*update, "--ignore-obsolete", "--ignore-pot-creation-date"]):
        subprocess.run([BIN / "pybabel", "--quiet", *step], cwd=ROOT, check=True)
    return 0


def bench(arguments: Sequence[str]) -> int:
    """measure how fast the forum answers, beside a bare Flask page"""
    set_up("dev")
    return _become([str(PYTHON), "-m", "bench", *arguments])


def lock(arguments: Sequence[str]) -> int:
    """write requirements/*.txt anew after a change of pyproject.toml; ARGS=--upgrade for newer versions"""
    set_up("dev")
    installer = Installer(VENV, ROOT)
    for name, sources in LOCKED.items():
        installer.compile_list(name, *sources, *arguments)
    return 0


def help(arguments: Sequence[str]) -> int:
    """list what make can do"""
    for name, command in COMMANDS.items():
        print(f"make {name:<12} {command.__doc__}")
    return 0


COMMANDS = {
    "run": run,
    "test": test,
    "lint": lint,
    "translations": translations,
    "bench": bench,
    "lock": lock,
    "help": help,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status of one command; what goes wrong while setting up is told in one line."""
    name, *rest = (sys.argv[1:] if arguments is None else arguments) or ["help"]
    if name not in COMMANDS:
        print(f"There is no '{name}' here; there are: {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    try:
        return COMMANDS[name](rest)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped. The next start goes on from here.", file=sys.stderr)
        return 130


def environment_for_tests() -> dict[str, str]:
    """The browser to test with, and in CI what may not be skipped."""
    found = {}
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser and "FORUM_TEST_CHROMIUM" not in os.environ:
        found["FORUM_TEST_CHROMIUM"] = browser
    if os.environ.get("CI", "").lower() in ("1", "true") and "FORUM_TEST_REQUIRE" not in os.environ:
        found["FORUM_TEST_REQUIRE"] = "postgresql,browser"
    return found


def _become(command: list[str]) -> int:
    """Go on as `command`, so that signals reach it directly."""
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execv(command[0], command)  # noqa: S606 (a path of our own, without a shell)
