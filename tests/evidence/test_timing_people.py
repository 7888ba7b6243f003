"""Every figure of the tapping recordings, where they lie beside the checkout."""

import pytest

from tests.engine.measures.timing.tapping_recordings import FOLDER
from tests.evidence import timing_people


@pytest.mark.skipif(not FOLDER.exists(), reason="the tapping recordings are not here")
def test_people_reach_their_figures():
    found = timing_people.findings(1.0)
    assert len(found) == 13
    missed = [each.row for each in found if not each.holds]
    assert not missed, "\n".join(missed)
