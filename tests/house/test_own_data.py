"""Whatever leads to an account is declared: how a copy of one's data shows it, and what erasing does to it.

A new table or column stops here until it stands in forum/own_data/declared/.
"""

import sqlalchemy as sa
from sqlalchemy.sql import visitors

from forum.accounts.models import User
from forum.lib.db import db
from forum.own_data.declared import DECLARED
from forum.own_data.declared.accounts import AFTER
from forum.own_data.declaring import Fate, OwnData
from forum.own_data.erasing import OWN_WAYS
from forum.own_data.kinds import TELLING, Kind
from forum.own_data.words import heading

WHERE = "declare it in forum/own_data/declared/"


def references() -> set[str]:
    """Every column that leads to an account, and those of the register, which outlives them."""
    keys = {
        str(key.parent)
        for table in db.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "users"
    }
    return keys | {"users.id", "audit_entries.actor_id", "audit_entries.target_id"}


def columns_in(value) -> set:
    return {
        each for each in visitors.iterate(sa.inspect(value, raiseerr=False).expression) if is_column(each)
    }


def is_column(each) -> bool:
    return isinstance(each, sa.Column)


def name_of(column: sa.Column) -> str:
    return f"{column.table.name}.{column.name}"


def test_every_column_that_leads_to_an_account_is_declared_once(app):
    declared = [name_of(one.column) for one in DECLARED if not one.is_part]
    assert sorted(declared) == sorted(set(declared))
    assert references() - set(declared) == set(), WHERE
    assert set(declared) - references() == set()


def test_every_column_beside_one_that_leads_to_an_account_is_shown_or_left_out_for_a_reason(app):
    """Keys of the tables themselves say nothing to anybody; all else is in a copy, or it is said why not."""
    spoken_of: set[str] = set()
    for one in DECLARED:
        values = [*one.shows.values(), *(each for hidden in one.hides.values() for each in hidden)]
        spoken_of |= {name_of(column) for value in values for column in columns_in(value)}
        spoken_of.add(name_of(one.column))
    tables = {one.table for one in DECLARED}
    keys = {
        name_of(column)
        for table in tables
        for column in table.columns
        if column.foreign_keys or is_id(column)
    }
    columns = {name_of(column) for table in tables for column in table.columns}
    assert columns - keys - spoken_of == set(), WHERE


def is_id(column: sa.Column) -> bool:
    return column.primary_key and isinstance(column.type, sa.Integer)


def test_every_column_of_an_account_has_an_end(app):
    assert {column.key for column in AFTER} == {column.key for column in sa.inspect(User).column_attrs}, WHERE


def test_what_is_not_deleted_says_why(app):
    assert [one.name for one in DECLARED if one.erased is not Fate.GONE and not one.because] == []


def test_everything_shown_has_a_heading_in_words(app):
    missing = {name for one in DECLARED for name in one.shows if heading(name) == name}
    assert missing == set()


def test_names_are_used_once(app):
    names = [one.name for one in DECLARED]
    assert sorted(names) == sorted(set(names))


def test_the_privacy_page_tells_of_every_kind_and_each_kind_holds_something(app):
    assert set(TELLING) == set(Kind) == {one.kind for one in DECLARED}


def test_no_secret_is_ever_shown(app):
    secret = ("hash", "token", "nonce", "secret", "public_key", "credential")
    shown = {column for one in DECLARED for value in one.shows.values() for column in columns_in(value)}
    assert [name_of(each) for each in shown if any(word in each.name for word in secret)] == []


def a_declaration(**fields) -> OwnData:
    return OwnData(**({"title": "Things", "kind": Kind.ACCOUNT, "erased": Fate.GONE} | fields))


def test_a_declaration_knows_its_table():
    assert a_declaration(name="x", of=User.id).table.name == "users"


def test_what_ends_in_a_way_of_its_own_has_a_step_for_it(app):
    assert {one.name for one in DECLARED if one.erased is Fate.OWN_WAY} == set(OWN_WAYS)
