from tests.evidence import discrimination


def test_every_figure_is_reached():
    found = discrimination.findings(0.03)
    assert [each.row for each in found if not each.holds] == []
    assert len(found) > 5
