from tests.evidence.independence import findings


def test_every_figure_is_reached():
    found = findings(0.03)
    assert [each.row for each in found if not each.holds] == []
    assert len(found) > 30
