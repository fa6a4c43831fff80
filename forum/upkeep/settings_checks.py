"""Settings that fit together, and with the machine."""

import stat
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from forum.lib.i18n import _
from forum.settings import settings
from forum.upkeep.findings import Finding, note, problem, well

MOST_HOPS = 3


def base_url() -> Finding:
    name, address = "base address", settings().base_url
    parts = urlsplit(address)
    if is_loopback(parts.hostname or ""):
        return note(
            name,
            _("%(address)s leads to this machine only: good for trying out.", address=address),
            _("Set FORUM_BASE_URL to the address that people use."),
        )
    if parts.scheme != "https":
        return problem(
            name,
            _("%(address)s is not encrypted: passwords travel in the open.", address=address),
            _(
                "Put a web server with a certificate in front of the forum, and let FORUM_BASE_URL start with https://."
            ),
        )
    return well(name, address)


def trusted_hosts() -> Finding:
    name, hosts = "trusted hosts", settings().trusted_hosts
    host = urlsplit(settings().base_url).hostname or ""
    if any(each in ("*", ".") for each in hosts):
        return problem(
            name,
            _("The forum answers to every host name."),
            _("List the host names in FORUM_TRUSTED_HOSTS, or leave it out: the base address is enough."),
        )
    if not any(host == each or (each.startswith(".") and host.endswith(each)) for each in hosts):
        return problem(
            name,
            _("The forum does not answer to %(host)s, the host of its own address.", host=host),
            _("Add %(host)s to FORUM_TRUSTED_HOSTS.", host=host),
        )
    return well(name, ", ".join(sorted(hosts)))


def proxy_hops() -> Finding:
    name, hops = "proxy", settings().proxy_hops
    if hops > MOST_HOPS:
        return problem(
            name,
            _(
                "FORUM_PROXY_HOPS is %(n)s: visitors can choose which address they seem to come from.",
                n=hops,
            ),
            _("Count the reverse proxies between the internet and the forum, and set that number."),
        )
    if not hops and settings().base_url.startswith("https:"):
        return problem(
            name,
            _("No reverse proxy is named, though the address is https: all seem to come from one place."),
            _("Set FORUM_PROXY_HOPS to the number of reverse proxies in front of the forum, mostly 1."),
        )
    return well(name, _("%(n)s reverse proxies", n=hops) if hops else _("none in front"))


def secret_key() -> Finding:
    """In the environment it is as safe as the environment; in the folder nobody else may read it."""
    name, folder = "secret key", settings().instance
    for path in (folder / "secret_key", folder / "forum.db"):
        if _others_may_read(path):
            return problem(
                name,
                _("Others on this machine can read %(file)s.", file=str(path)),
                f"chmod 600 {path}",
            )
    if folder.stat().st_mode & stat.S_IWOTH:
        return problem(
            name,
            _("Others on this machine can write in %(folder)s.", folder=str(folder)),
            f"chmod o-w {folder}",
        )
    return well(name, _("for us alone"))


def _others_may_read(path: Path) -> bool:
    if not path.exists():
        return False
    is_shut = not path.parent.stat().st_mode & stat.S_IXOTH
    return bool(path.stat().st_mode & stat.S_IROTH) and not is_shut


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


CHECKS = (base_url, trusted_hosts, proxy_hops, secret_key)
