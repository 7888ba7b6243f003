"""Every figure of whole pieces; those of recordings only where they lie beside the checkout."""

from tests.evidence import pieces


def test_pieces_reach_their_figures():
    missed = [each.row for each in pieces.findings(0.02) if not each.holds]
    assert not missed, "\n".join(missed)
