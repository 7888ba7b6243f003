from tests.evidence import slow_road


def test_every_figure_is_reached():
    found = slow_road.findings(0.04)
    assert [each.row for each in found if not each.holds] == []
    # the diaries do rise
    assert next(each for each in found if "in a diary" in each.what).found > 10
