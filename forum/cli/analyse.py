"""`forum analyse`: the analysis of a Polis export, without a database."""

import gc
import os
import resource
import sys
import time
from pathlib import Path

import click

File = click.Path(exists=True, dir_okay=False, path_type=Path)
Folder = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", metavar="DIR", type=Folder)
@click.option("--json", "as_json", is_flag=True, help="Everything, as one JSON document.")
@click.option("--groups", "groups_file", type=File, help="Opinion groups from a CSV file: participant,group.")
@click.option("--roles", "roles_file", type=File, help="Roles from a CSV file: participant,role.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Same seed, same outcome.")
@click.option("--k", type=click.IntRange(2, 20), help="This number of opinion groups, not the best.")
def analyse(
    folder: Path, as_json: bool, groups_file: Path | None, roles_file: Path | None, seed: int, k: int | None
) -> None:
    """Analyse the votes of a Polis export: groups, and what they share.

    DIR holds comments.csv, and votes.csv or participants-votes.csv. No database is needed.
    """
    # Before numpy is imported: its matrices are small here, so that threads would cost more than they save.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from forum.lib.csv_tables import BadTable
    from forum.positions.analysis import report
    from forum.transfer import polis

    started = time.perf_counter()
    gc.disable()  # a short life in which hardly anything becomes garbage
    try:
        conversation = polis.read_export(folder)
        groups = polis.read_groups(groups_file) if groups_file else None
        roles = polis.read_roles(roles_file) if roles_file else None
    except BadTable as error:
        raise click.ClickException(str(error)) from error
    loaded = time.perf_counter()
    document = report.analyse(conversation, groups=groups, roles=roles, seed=seed, k=k)
    document["timing"] = {
        "load_s": loaded - started,
        "compute_s": time.perf_counter() - loaded,
        "peak_rss_mb": _peak_mb(),
    }
    if as_json:
        import json

        click.echo(json.dumps(document, sort_keys=True, allow_nan=False))
    else:
        _summarise(document)


def _peak_mb() -> float:
    """The most memory this process has held; the system counts in bytes on macOS and in kB elsewhere."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _summarise(document: dict) -> None:
    given, opinion = document["input"], document["partitions"][-1]
    people, statements, votes = given["participants"], given["statements"], given["votes_distinct"]
    click.echo(f"{people} participants, {statements} statements, {votes} votes.")
    if opinion["shown"]:
        sizes = ", ".join(str(group["size"]) for group in opinion["groups"])
        click.echo(f"{opinion['k']} opinion groups, of {sizes} participants.")
    else:
        click.echo(f"No clear opinion groups: {opinion['why_hidden']}.")
    ranked = [each for each in document["statements"] if each["shared"]["rank"]]
    for each in sorted(ranked, key=lambda each: each["shared"]["rank"])[:10]:
        shared = each["shared"]
        click.echo(
            f"{shared['rank']:>4}  statement {each['id']:<6} {shared['direction']:<9} "
            f"{shared['score']:.3f}  {shared['status']}"
        )
    for warning in document["warnings"]:
        click.echo(f"Note: {warning}.", err=True)
