import pytest

from cohortplan.rules import registry
from cohortplan.rules.presets import PRESETS, preset


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_weighs_every_kind(name: str) -> None:
    """Each preset gives every registered kind a weight above 0, and changes only kinds that exist."""
    weights = preset(name)
    assert set(weights) == set(registry())
    assert all(weight > 0 for weight in weights.values())
    assert set(PRESETS[name]) <= set(registry())


def test_balanced_is_the_default_weights() -> None:
    """The preset named balanced says what holds without any."""
    assert preset("balanced") == {kind: rule.default_weight for kind, rule in registry().items()}


def test_each_preset_puts_its_own_concern_first() -> None:
    """A preset weighs what it is named after more than any other preset does."""
    for name, kind in (("contacts", "new_contacts"), ("mix", "mix"), ("hosts", "reserve_hosts")):
        assert all(preset(name)[kind] > preset(other)[kind] for other in PRESETS if other != name)


def test_an_unknown_preset_is_refused() -> None:
    """There is no such preset."""
    with pytest.raises(KeyError):
        preset("everything")
