"""Every figure of the evenness evidence, with few repetitions."""

from tests.evidence import evenness


def test_evenness_reaches_its_figures():
    missed = [each.row for each in evenness.findings(0.01) if not each.holds]
    assert not missed, "\n".join(missed)
