"""The tree itself: imports go down only, and Flask comes in through its doors."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS_WITHOUT_FLASK = (
    "accounts",
    "articles",
    "audit",
    "discussion",
    "jobs",
    "positions",
    "synthesis",
    "notifications",
)


def test_every_import_goes_down_a_floor():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    check = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stdout[-3000:]


def test_no_file_of_ours_is_too_long_to_read_in_one_go():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "forum").rglob("*.py")
        if (lines := path.read_text().count("\n")) > 300
    }
    assert long == {}


def test_migrations_are_frozen_history():
    for path in (ROOT / "migrations" / "versions").glob("*.py"):
        assert not re.search(r"^\s*(from|import) forum", path.read_text(), re.MULTILINE), path.name
