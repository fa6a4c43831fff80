"""`forum analyse` beside red-dwarf, each a whole process, alternating in one run: seconds and memory.

Red-dwarf lives in an environment of its own (bench/.venv, made on the first run from bench/red-dwarf.txt).
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.conversations import Size, write_conversation
from forum import ROOT

ENVIRONMENT = ROOT / "bench" / ".venv"
LIST = ROOT / "bench" / "red-dwarf.txt"
SIZES = (Size(300, 60, 9_000), Size(2_000, 900, 225_000), Size(10_000, 1_000, 1_000_000))


@dataclass
class Contender:
    name: str
    command: tuple[str, ...]
    seconds: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)

    def run(self, folder: Path) -> None:
        started = time.monotonic()
        process = subprocess.Popen([*self.command, str(folder)], stdout=subprocess.DEVNULL, cwd=ROOT)
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"bench: {self.name} ended with {process.returncode}")
        self.seconds.append(time.monotonic() - started)
        self.megabytes.append(usage.ru_maxrss / 1024)


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="make bench ARGS=analysis", description=__doc__)
    parser.add_argument("--rounds", type=int, choices=range(1, 21), default=3, metavar="1..20")
    options = parser.parse_args(arguments)
    theirs = _environment()
    print("| conversation | ours s | red-dwarf s | faster | ours MB | red-dwarf MB | memory |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory(prefix="samenspraak-bench-") as temporary:
        for number, size in enumerate(SIZES):
            folder = Path(temporary) / str(number)
            write_conversation(folder, size)
            ours = Contender(
                "forum analyse", (str(Path(sys.executable).parent / "forum"), "analyse", "--json")
            )
            red_dwarf = Contender("red-dwarf", (str(theirs), "-W", "ignore", "-m", "bench.red_dwarf"))
            for _round in range(options.rounds):
                ours.run(folder)
                red_dwarf.run(folder)
            print(_row(size, ours, red_dwarf), flush=True)


def _row(size: Size, ours: Contender, theirs: Contender) -> str:
    faster = median(b / a for a, b in zip(ours.seconds, theirs.seconds, strict=True))
    memory = median(a / b for a, b in zip(ours.megabytes, theirs.megabytes, strict=True))
    return (
        f"| {size.name} | {median(ours.seconds):.2f} | {median(theirs.seconds):.2f} | {faster:.1f} × "
        f"| {median(ours.megabytes):.0f} | {median(theirs.megabytes):.0f} | {memory:.0%} |"
    )


def _environment() -> Path:
    """The Python of red-dwarf's own environment."""
    python = ENVIRONMENT / "bin" / "python"
    stamp = ENVIRONMENT / "installed.txt"
    if not stamp.exists() or stamp.read_text() != LIST.read_text():
        print("Making an environment for red-dwarf …", file=sys.stderr, flush=True)
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", LIST], check=True)
        stamp.write_text(LIST.read_text())
    return python
