"""Every figure of the certainty evidence, with few repetitions."""

from tests.evidence import certainty


def test_certainty_reaches_its_figures():
    missed = [each.row for each in certainty.findings(0.01) if not each.holds]
    assert not missed, "\n".join(missed)
