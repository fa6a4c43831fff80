from forum.audit.chain import START, first_break, seal


def entries(*reasons):
    previous, made = START, []
    for number, reason in enumerate(reasons, start=1):
        entry = {
            "id": number,
            "at": f"2026-11-2{number}",
            "actor_id": 1,
            "actor_role": "moderator",
            "action": "comment.hide",
            "target_kind": "comments",
            "target_id": 7,
            "reason": reason,
            "before": {"state": "visible"},
            "after": {"state": "hidden"},
            "previous_hash": previous,
        }
        entry["hash"] = previous = seal(previous, entry)
        made.append(entry)
    return made


def test_an_untouched_register_has_no_break():
    assert first_break(entries("a", "b", "c")) is None


def test_a_changed_reason_breaks_the_chain_where_it_was_changed():
    register = entries("a", "b", "c")
    register[1]["reason"] = "something milder"
    assert first_break(register) == 2


def test_a_removed_entry_breaks_the_chain_where_it_is_missing():
    register = entries("a", "b", "c")
    del register[1]
    assert first_break(register) == 3
