"""How long the processes of a server have kept a processor busy: steady where others use the machine too."""

import os
from pathlib import Path

PROC = Path("/proc")


def cpu_seconds(root: int) -> float | None:
    """Of this process and all below it, those that ended included; None where the system has no /proc."""
    if not (PROC / "self" / "stat").exists():
        return None
    parents, ticks = {}, {}
    for stat in PROC.glob("[0-9]*/stat"):
        try:
            # The name stands between parentheses and may hold anything; after it the third field comes first.
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it ended just now
            continue
        pid = int(stat.parent.name)
        parents[pid] = int(fields[1])
        ticks[pid] = sum(int(field) for field in fields[11:15])
    family = {root}
    while grown := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= grown
    return sum(ticks.get(pid, 0) for pid in family) / os.sysconf("SC_CLK_TCK")
