from tests.evidence import statistics


def test_every_figure_is_reached():
    found = statistics.findings(0.05)
    assert [each.row for each in found if not each.holds] == []
    assert len(found) > 5
