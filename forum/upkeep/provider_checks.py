"""Whether the providers with which people sign in answer, and are who the settings say."""

from forum.accounts.oidc.problems import Unreachable
from forum.accounts.perspectives import perspectives
from forum.lib.i18n import DEFAULT_LOCALE, _, ngettext
from forum.settings import Provider, settings
from forum.upkeep.findings import Finding, note, problem, well


def providers() -> Finding:
    """Asks each for its document and its keys, unless that was done a moment ago."""
    name, asked = "providers", settings().oidc_providers
    if not asked:
        return well(name, _("People sign in with a password; no provider is set."))
    silent = {one.name: why for one in asked if (why := _why_silent(one))}
    if silent:
        told = "; ".join(f"{one}: {why}" for one, why in silent.items())
        return problem(
            name,
            _("People cannot sign in with every provider: %(why)s", why=told),
            _("Look at FORUM_OIDC_…_ISSUER; docs/single-sign-on.md tells what each of these means."),
        )
    return well(name, ngettext("%(num)s provider answers", "%(num)s providers answer", len(asked)))


def _why_silent(provider: Provider) -> str:
    from forum.accounts.oidc.metadata import keys_of  # it loads what speaks HTTP

    try:
        return "" if keys_of(provider) else _("it publishes no keys")
    except Unreachable as error:
        return error.why


def provider_roles() -> Finding:
    name = "roles of providers"
    known = {one.slug for one in perspectives(DEFAULT_LOCALE)}
    unknown = [one for one in settings().oidc_providers if one.perspective and one.perspective not in known]
    if not unknown:
        return well(name, _("every role that is filled in for somebody exists"))
    told = ", ".join(f"FORUM_OIDC_{one.name.upper()}_PERSPECTIVE={one.perspective}" for one in unknown)
    return note(
        name,
        _("No article has this role, so people choose one themselves: %(settings)s", settings=told),
        _("Use one of: %(roles)s", roles=", ".join(sorted(known)) or "–"),
    )


QUIET = (provider_roles,)
CONNECTING = (providers,)
