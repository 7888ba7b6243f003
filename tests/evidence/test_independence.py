import pytest

from tests.evidence import independence, independence_takes


@pytest.mark.parametrize("module", [independence, independence_takes], ids=lambda each: each.TITLE)
def test_every_figure_is_reached(module):
    found = module.findings(0.03)
    assert [each.row for each in found if not each.holds] == []
    assert len(found) > 10
