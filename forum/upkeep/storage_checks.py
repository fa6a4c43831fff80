"""The database and the disk."""

import os
import shutil
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from forum.lib import schema
from forum.lib.db import db, is_sqlite
from forum.lib.i18n import _
from forum.lib.masking import masked_url
from forum.settings import settings
from forum.upkeep.findings import Finding, problem, well

DISK_FREE_AT_LEAST = 0.05
NETWORK_FILE_SYSTEMS = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "afs",
    "fuse.sshfs",
    "ceph",
    "glusterfs",
}


def database() -> Finding:
    name = "database"
    try:
        db.session.execute(sa.select(1))
    except DBAPIError as error:
        db.session.rollback()
        return problem(
            name,
            _("It does not answer: %(error)s", error=_first_line(error)),
            _(
                "See whether the database server runs, and whether FORUM_DATABASE_URL (%(url)s) is right.",
                url=masked_url(settings().database_url),
            ),
        )
    return well(name, "SQLite" if is_sqlite() else "PostgreSQL")


def tables() -> Finding:
    name, present, needed = "tables", schema.present(), schema.needed()
    if present != needed:
        return problem(
            name,
            _(
                "They are those of version %(present)s; this release needs %(needed)s.",
                present=present or "-",
                needed=needed,
            ),
            _("Make a backup, and run: forum db upgrade"),
        )
    return well(name, _("version %(present)s", present=present))


def can_write() -> Finding:
    """Asks for the right to write without writing: kept pages stay kept."""
    name = "writing"
    try:
        with db.engine.connect() as connection:
            if is_sqlite():
                connection.execution_options(write=True)
                connection.execute(sa.select(1))
                file, folder = _sqlite_file(), _sqlite_file().parent
                is_read_only = not (os.access(file, os.W_OK) and os.access(folder, os.W_OK))
            else:
                is_read_only = connection.scalar(sa.text("SHOW transaction_read_only")) == "on"
            connection.rollback()
    except DBAPIError as error:
        return problem(
            name, _("The database takes no changes: %(error)s", error=_first_line(error)), _how_to_write()
        )
    if is_read_only:
        return problem(name, _("The database can be read only."), _how_to_write())
    return well(name, _("the database takes changes"))


def _how_to_write() -> str:
    return _(
        "See whether the disk is full, who owns the file and its folder, or whether this server is a replica."
    )


def free_disk() -> float:
    usage = shutil.disk_usage(settings().instance)
    return usage.free / usage.total


def disk_has_room() -> bool:
    return free_disk() > DISK_FREE_AT_LEAST


def disk() -> Finding:
    name, free = "disk", free_disk()
    told = _("%(n)s %% free", n=round(free * 100))
    if free > DISK_FREE_AT_LEAST:
        return well(name, told)
    return problem(
        name, told, _("Make room, or move %(folder)s to a larger disk.", folder=str(settings().instance))
    )


def local_disk() -> Finding:
    name = "place of the database"
    if not is_sqlite():
        return well(name, masked_url(settings().database_url))
    file = _sqlite_file()
    kind = file_system_of(file, Path("/proc/mounts"))
    if kind in NETWORK_FILE_SYSTEMS:
        return problem(
            name,
            _("SQLite stands on a network disk (%(kind)s), which can damage it.", kind=kind),
            _("Move the database to a disk of this machine, or use PostgreSQL."),
        )
    return well(name, str(file))


def file_system_of(path: Path, mounts: Path) -> str:
    """Of which kind the file system is that holds a file; empty where the system does not tell."""
    if not mounts.exists():
        return ""
    best, kind = "", ""
    for line in mounts.read_text(errors="replace").splitlines():
        place, type_ = line.split()[1:3]
        place = place.replace("\\040", " ")
        if path.resolve().is_relative_to(place) and len(place) >= len(best):
            best, kind = place, type_
    return kind


def _sqlite_file() -> Path:
    return Path(db.engine.url.database or "")


def _first_line(error: DBAPIError) -> str:
    return (str(error.orig).strip().splitlines() or [type(error).__name__])[0]


CHECKS = (database, tables, can_write, local_disk, disk)
