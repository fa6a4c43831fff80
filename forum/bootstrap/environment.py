"""The virtual environment .venv: made when missing, mended when broken, left alone when it fits.

A stamp in it holds a fingerprint of everything that decides what is installed, so that a second start
costs a few file reads.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from forum import ROOT
from forum.bootstrap.errors import SetupError
from forum.bootstrap.installers import Installer

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LISTS = {"run": ("run", "dev"), "dev": ("dev",)}
"""For each list the lists that contain it: whoever has set up for testing can also run."""


def set_up(name: str) -> None:
    """Bring .venv to requirements/<name>.txt with the project itself, unless it is there already.

    Raises SetupError with one line that says what to do.
    """
    if not is_set_up(name):
        with (ROOT / "pyproject.toml").open() as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)  # `make run` and `make test` may be started at the same time
            if not is_set_up(name):
                _install(name)
    compile_translations()


def is_set_up(name: str) -> bool:
    needed = (VENV / "pyvenv.cfg", PYTHON, ROOT / "static" / "vendor" / ".stamp")
    present = all(path.exists() for path in needed)
    return present and any(_read(_stamp(having)) == _fingerprint(having) for having in LISTS[name])


def compile_translations() -> None:
    """Compile the translations that changed since they were compiled last."""
    sources = ROOT.glob("forum/translations/*/LC_MESSAGES/*.po")
    if any(_changed_at(source.with_suffix(".mo")) < _changed_at(source) for source in sources):
        code = "from forum import ROOT, _build; _build.compile_translations(ROOT)"
        if subprocess.run([PYTHON, "-c", code], cwd=ROOT, check=False).returncode:
            raise SetupError("The translations cannot be compiled; the lines above say which and why.")


def _install(name: str) -> None:
    _make_venv()
    for stamp in map(_stamp, LISTS):
        stamp.unlink(missing_ok=True)
    installer = Installer(VENV, ROOT)
    print("Installing the packages …", flush=True)
    installer.install_list(name)
    if not shutil.which("npm"):
        installer.install_list("node")
    print("Installing the forum …", flush=True)
    installer.install("--no-deps", "--no-build-isolation", "-e", str(ROOT))
    _stamp(name).write_text(_fingerprint(name))


def _make_venv() -> None:
    """Make .venv when there is none, it does not work, or it was moved here from elsewhere."""
    if _works() and not _was_moved():
        return
    print("Making .venv …", flush=True)
    # Without pip: that takes seconds, and Debian leaves out what it needs. The installer finds a pip itself.
    command = [sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        said = (made.stdout + made.stderr).strip().splitlines()[-1:]
        raise SetupError(f".venv cannot be made: {''.join(said)} (on Debian: apt install python3-venv)")


def _works() -> bool:
    check = "import sys; sys.exit(sys.prefix == sys.base_prefix or sys.version_info < (3, 11))"
    try:
        return subprocess.run([PYTHON, "-c", check], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _was_moved() -> bool:
    """Whether its scripts would start another checkout's Python."""
    script = VENV / "bin" / "forum"
    return script.is_file() and str(PYTHON) not in script.read_text(errors="replace")[:1000]


def _stamp(name: str) -> Path:
    return VENV / f".set-up-{name}"


def _fingerprint(name: str) -> str:
    decisive = (f"requirements/{name}.txt", "pyproject.toml", "package-lock.json", "forum/_build.py")
    contents = [(ROOT / path).read_bytes() for path in decisive]
    return hashlib.sha256(b"\0".join([str(VENV).encode(), *contents])).hexdigest()


def _read(path: Path) -> str:
    return path.read_text() if path.is_file() else ""


def _changed_at(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0.0
