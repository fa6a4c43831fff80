"""What a browser does between the button here, the provider, and coming back."""

from http.client import HTTPConnection
from typing import Any
from urllib.parse import parse_qs, urlsplit

import sqlalchemy as sa

from forum.accounts.factors import AuthenticatorApp
from forum.accounts.models import User
from forum.lib.db import atomic, db
from forum.settings import Provider
from tests.browsing import Page, Person
from tests.oidc_provider import CLIENT_ID, CLIENT_SECRET, OidcProvider

ROBIN = {
    "sub": "robin-1",
    "name": "Robin Smit",
    "email": "robin@noord.example",
    "email_verified": True,
}


def as_setting(provider: OidcProvider, name: str = "noord", **fields: Any) -> Provider:
    given: dict[str, Any] = {
        "label": "Noord",
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
    } | fields
    provider.client.redirect_uris.add(f"http://localhost/login/oidc/{name}/callback")
    return Provider(name=name, issuer=provider.issuer, **given)


def leave(person: Person, name: str = "noord", *, mode: str = "plain", path: str = "", **fields: str) -> str:
    """Press the button; gives the address at the provider."""
    page = person.post(path or f"/login/oidc/{name}", fields, mode=mode)
    assert page.status_code == 200, page.words("main")
    link = page.select_one("main a.button")
    assert link is not None
    return str(link["href"])


def at_provider(address: str) -> str:
    """What the provider's page does with who is signed in there; gives the path with which it sends back."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc, timeout=10)
    connection.request("GET", f"{parts.path}?{parts.query}")
    answer = connection.getresponse()
    assert answer.status == 302, answer.read()
    back = urlsplit(answer.headers["Location"])
    connection.close()
    assert back.netloc == "localhost"
    return f"{back.path}?{back.query}"


def sign_on(person: Person, name: str = "noord", **fields: str) -> Page:
    """All the way there and back."""
    return person.get(at_provider(leave(person, name, **fields)))


def asked_in(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def joined(person: Person, back: Page, **fields: str) -> Page:
    """Fill in the form of who is new here."""
    assert back.location, back.words("main")
    form = person.get(back.location)
    known = {"name": form.value("name"), "perspective": "provider", "accept": "yes"}
    return person.post(back.location, known | fields)


@atomic
def asks_for_a_code(user: User) -> None:
    """As if they had set up an authenticator app; their sessions go on."""
    db.session.add(AuthenticatorApp(user_id=user.id, nonce="x" * 43, last_step=0, added_at=user.joined_at))


def user(db, email=ROBIN["email"]) -> User:
    db.session.rollback()
    return db.session.scalars(sa.select(User).where(User.email == email)).one()


def count(db, model) -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def is_signed_in(person) -> bool:
    return person.get("/account").status_code == 200
