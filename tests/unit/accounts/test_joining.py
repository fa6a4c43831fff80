import pytest

from forum.accounts.joining import Joining, check_address, check_may_join, is_of
from forum.lib.errors import Invalid, Refused

DOMAINS = ("example.nl", "*.zorg.example")


@pytest.mark.parametrize("joining", [Joining.OPEN, Joining.DOMAINS])
def test_without_an_invitation_one_may_join_an_open_forum_and_one_for_certain_domains(joining):
    check_may_join(joining, is_invited=False)


def test_an_invitation_is_needed_where_the_forum_says_so():
    check_may_join(Joining.INVITE, is_invited=True)
    with pytest.raises(Refused, match="invitation"):
        check_may_join(Joining.INVITE, is_invited=False)


def test_a_closed_forum_takes_no_invitation_either():
    with pytest.raises(Refused):
        check_may_join(Joining.CLOSED, is_invited=True)


@pytest.mark.parametrize("email", ["a@example.nl", "a@noord.zorg.example", "a@west.noord.zorg.example"])
def test_addresses_of_the_domains_may_join(app, email):
    assert is_of(email, DOMAINS)
    assert check_address(email, Joining.DOMAINS, DOMAINS, invited=None) == email


@pytest.mark.parametrize(
    "email",
    [
        "a@sub.example.nl",
        "a@zorg.example",
        "a@notexample.nl",
        "a@badzorg.example",
        "a@example.nl.evil.example",
    ],
)
def test_what_only_resembles_them_may_not_and_hears_what_to_do(app, email):
    assert not is_of(email, DOMAINS)
    with pytest.raises(Invalid) as refusal:
        check_address(email, Joining.DOMAINS, DOMAINS, invited=None)
    assert "example.nl, *.zorg.example" in refusal.value.fields["email"]
    assert "invitation" in refusal.value.fields["email"]


def test_an_invitation_opens_what_the_domain_does_not():
    assert check_address("a@elsewhere.example", Joining.DOMAINS, DOMAINS, invited="") == "a@elsewhere.example"


@pytest.mark.parametrize("joining", [Joining.OPEN, Joining.DOMAINS, Joining.INVITE])
def test_an_invitation_for_one_address_is_for_no_other(app, joining):
    invited = "robin@elsewhere.example"
    assert check_address(invited, joining, DOMAINS, invited=invited) == invited
    with pytest.raises(Invalid) as refusal:
        check_address("a@example.nl", joining, DOMAINS, invited=invited)
    assert list(refusal.value.fields) == ["email"]


def test_an_open_forum_asks_for_no_domain():
    assert check_address("a@elsewhere.example", Joining.OPEN, DOMAINS, invited=None)
