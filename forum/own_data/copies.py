"""The files of copies: in the instance folder, where no web server looks, each readable by us only."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from forum.accounts.copies import copies_there_are, copy_to_make, forget_old_copies, note_ready
from forum.own_data.writing import write_copy
from forum.settings import settings

FOLDER = "own-data"


def path_of(public_id: str) -> Path:
    """`public_id`: of a copy that was looked up."""
    return settings().instance / FOLDER / f"{public_id}.zip"


def make_copy(copy_id: int) -> None:
    """Write the file, and say that it is there. Once it is, nothing happens."""
    copy = copy_to_make(copy_id)
    if copy is None:
        return
    path = path_of(copy.public_id)
    write_file(copy.user_id, path)
    note_ready(copy_id, path.stat().st_size)


def write_file(user_id: int, path: Path) -> None:
    """Whole or not at all: a worker that dies leaves no half copy under this name."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as file:
        try:
            write_copy(user_id, file)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            os.unlink(file.name)
            raise
    os.replace(file.name, path)


def forget_old_files() -> None:
    """Copies whose time is over, of erased accounts too, and what a worker that died left behind."""
    forget_old_copies()
    there = copies_there_are()
    for path in (settings().instance / FOLDER).glob("*.zip"):
        if path.stem not in there:
            path.unlink(missing_ok=True)
