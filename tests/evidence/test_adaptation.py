from tests.evidence import adaptation


def test_every_figure_is_reached():
    found = adaptation.findings(0.25)
    assert [each.row for each in found if not each.holds] == []
    assert len(found) > 5
