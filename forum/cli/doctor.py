"""`forum doctor`: what is wrong, and how to mend it."""

import json
from collections.abc import Iterable

import click

from forum.cli.app import make_app
from forum.settings import SettingsError
from forum.upkeep.findings import Finding, Level, problem

SIGNS = {Level.WELL: "+", Level.NOTE: "-", Level.PROBLEM: "!"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Everything, as one JSON document.")
@click.option("--send-test", "address", metavar="ADDRESS", help="Also send a mail to ADDRESS.")
def doctor(as_json: bool, address: str | None) -> None:
    """Look whether all is well: settings, database, jobs, mail, certificate.

    Nothing is changed, and nothing is sent. Exits with 0 when all is well, else with 1.
    """
    findings = []
    for finding in _findings(address):
        findings.append(finding)
        if not as_json:
            _show(finding)
    is_well = all(each.level is not Level.PROBLEM for each in findings)
    if as_json:
        _show_json(findings, is_well)
    raise click.exceptions.Exit(0 if is_well else 1)


def _findings(address: str | None) -> Iterable[Finding]:
    try:
        app = make_app()
    except SettingsError as error:
        yield problem("settings", str(error), "docs/settings.md lists them all.")
        return
    from forum.lib.i18n import force_locale
    from forum.upkeep.doctor import ALL, examine
    from forum.upkeep.trial import trial_mail

    with app.app_context(), force_locale("en"):
        checks = [*ALL, lambda: trial_mail(address)] if address else ALL
        yield from examine(checks)


def _show(finding: Finding) -> None:
    click.echo(f"{SIGNS[finding.level]} {finding.name}: {finding.told}")
    if finding.mend:
        click.echo(f"    {finding.mend}")


def _show_json(findings: list[Finding], is_well: bool) -> None:
    checks = [
        {"name": each.name, "level": each.level.value, "told": each.told, "mend": each.mend}
        for each in findings
    ]
    click.echo(json.dumps({"is_well": is_well, "checks": checks}, ensure_ascii=False, indent=2))
