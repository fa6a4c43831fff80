"""What changed from one version to another, part by part."""

from forum.lib.differences import differences
from forum.synthesis.models import Slot
from forum.synthesis.views import LinkedPosition, SlotChange, SynthesisSource


def changes_between(old: SynthesisSource, new: SynthesisSource) -> tuple[SlotChange, ...]:
    """All four parts in their order, also those that did not change."""
    return tuple(_change(slot, old, new) for slot in Slot)


def _change(slot: Slot, old: SynthesisSource, new: SynthesisSource) -> SlotChange:
    before, after = _by_id(old, slot), _by_id(new, slot)
    return SlotChange(
        slot=slot,
        pieces=tuple(differences(old.texts.get(slot, ""), new.texts.get(slot, ""))),
        added=tuple(one for id, one in after.items() if id not in before),
        removed=tuple(one for id, one in before.items() if id not in after),
        changed=tuple(
            (before[id], one)
            for id, one in after.items()
            if id in before and not before[id].then.looks_like(one.then)
        ),
    )


def _by_id(source: SynthesisSource, slot: Slot) -> dict[str, LinkedPosition]:
    return {one.public_id: one for one in source.positions.get(slot, ())}
