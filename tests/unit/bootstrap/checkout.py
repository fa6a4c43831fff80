"""A small checkout whose pip and uv only write down what they are asked."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from forum import ROOT

TOOL = r"""
import os, pathlib, sys

tool, *arguments = sys.argv[1:]
root, line = pathlib.Path(os.environ["CHECKOUT"]), " ".join([tool, *arguments])
with (root / "asked.txt").open("a") as asked:
    print(line, file=asked)
if arguments == ["--version"]:
    version = (root / "requirements" / "uv.txt").read_text().split("==")[1].split()[0]
    print(f"{tool} {version}")
for wish, says in (pair.split("=>") for pair in os.environ.get("FAILS", "").split(";") if pair):
    if wish in line:
        sys.exit(says)
if "uv.txt" in line:
    uv = root / ".venv/bin/uv"
    uv.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{__file__}" uv "$@"\n')
    uv.chmod(0o755)
if "-e" in arguments:
    forum = root / ".venv/bin/forum"
    forum.write_text(f'#!/bin/sh\n# {root}/.venv/bin/python\necho serving "$@"\n')
    forum.chmod(0o755)
    (root / "static/vendor").mkdir(parents=True, exist_ok=True)
    (root / "static/vendor/.stamp").touch()
"""


class Checkout:
    """`start("run")` does what `make run` does, and tells what it said and what it asked of pip and uv."""

    def __init__(self, root: Path, *, with_npm: bool = True) -> None:
        self.root = root
        for name in ("__init__.py", "__main__.py", "_build.py", "bootstrap"):
            source, target = ROOT / "forum" / name, root / "forum" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
        for name in ("pyproject.toml", "package-lock.json", "requirements"):
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, root / name)
        self.tools = root / "tools"
        self.tools.mkdir()
        (self.tools / "tool.py").write_text(TOOL)
        pip = self.tools / "pip"
        pip.mkdir()
        (pip / "__init__.py").touch()
        (pip / "__main__.py").write_text(
            "import runpy, sys\n"
            "sys.argv.insert(1, 'pip')\n"
            f"runpy.run_path({str(self.tools / 'tool.py')!r}, run_name='__main__')\n"
        )
        if with_npm:
            (self.tools / "npm").write_text("#!/bin/sh\n")
            (self.tools / "npm").chmod(0o755)

    def start(self, command: str, *arguments: str, fails: str = "") -> subprocess.CompletedProcess[str]:
        """fails: which calls of pip or uv go wrong and what they say, as `part of the call=>words;…`"""
        (self.root / "asked.txt").unlink(missing_ok=True)
        env = {
            "PATH": str(self.tools),
            "PYTHONPATH": str(self.tools),
            "CHECKOUT": str(self.root),
            "FAILS": fails,
            "PYTHONDONTWRITEBYTECODE": "1",
            "HOME": os.environ.get("HOME", ""),
        }
        return subprocess.run(
            [sys.executable, "-m", "forum", command, *arguments],
            cwd=self.root,
            env=env,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def asked(self) -> list[str]:
        """The installations asked for since the last start, in order."""
        asked = self.root / "asked.txt"
        lines = asked.read_text().splitlines() if asked.exists() else []
        return [line.replace(f"{self.root}/", "") for line in lines if " install " in line]
