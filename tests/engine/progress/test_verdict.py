import pytest

from engine.progress import verdict
from engine.progress.verdict import Chart, Outcome


def chart(ewma, *, limit=0.1, half_width=0.08, weeks_outside=1):
    return Chart(
        ewma=ewma,
        limit=limit,
        half_width=half_width,
        sdc95_percent=20.4,
        weeks_outside=weeks_outside,
    )


def test_a_real_change_reads_as_look_7_has_it():
    said = verdict.judged(chart(-0.14))
    assert said.outcome is Outcome.REAL_CHANGE
    assert said.headline == "A real change: 13 % more even."
    assert said.detail == "Against your own baseline, interval 6 to 20 %."
    assert said.low_percent == pytest.approx(5.82, abs=0.01)


def test_no_real_change_names_the_usual_wobble():
    said = verdict.judged(chart(-0.09))
    assert said.headline == "No real change this week."
    assert said.detail == "Your usual wobble from week to week is up to 20 %."


def test_less_even_counts_the_weeks():
    said = verdict.judged(chart(0.14, weeks_outside=3))
    assert said.headline == "A real change: 15 % less even."
    assert said.detail.startswith("Less even than your baseline for three weeks")
    assert said.high_percent < 0


def test_on_the_limit_is_no_real_change():
    assert verdict.judged(chart(0.1)).outcome is Outcome.NO_REAL_CHANGE


def test_a_hidden_percentage_leaves_the_word():
    said = verdict.judged(chart(-0.14), hidden_because="it was too warm")
    assert said.headline == "A real change."
    assert said.detail == "No percentage this week: it was too warm."
    assert said.change_percent is None


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "none was measured"), (1, "one was measured"), (2, "two were measured")],
)
def test_too_few_days_are_counted_in_words(days, words):
    said = verdict.not_enough(days=days, short_days=0, min_runs=8)
    assert f"Too few days to say: three are needed, {words}." in said.detail


def test_the_baseline_counts_down():
    assert "three weeks to go" in verdict.in_baseline(1).detail
    assert "one week to go" in verdict.in_baseline(3).detail
    assert "it is complete" in verdict.in_baseline(4).detail


@pytest.mark.parametrize(
    ("how", "shown"),
    [
        ({}, True),
        ({"invalid_rise": 0.10}, True),
        ({"invalid_rise": 0.11}, False),
        ({"floor_share": 0.25}, True),
        ({"floor_share": 0.26}, False),
        ({"tempo_change": -0.03}, True),
        ({"tempo_change": -0.031}, False),
    ],
)
def test_the_three_reasons_to_hide_a_percentage(how, shown):
    given = {"invalid_rise": 0.0, "floor_share": 0.0, "tempo_change": 0.0, **how}
    assert (verdict.why_hidden(**given) is None) == shown


def every_sentence():
    yield verdict.nothing_played()
    yield verdict.not_played()
    for days in range(3):
        for short in range(3):
            yield verdict.not_enough(days=days, short_days=short, min_runs=8)
    for number in range(1, 5):
        yield verdict.in_baseline(number)
    for ewma in (-0.3, -0.05, 0.05, 0.3):
        yield verdict.judged(chart(ewma, weeks_outside=14))
        for how in ((0.2, 0, 0), (0, 0.3, 0), (0, 0, 0.05), (0, 0, -0.05)):
            because = verdict.why_hidden(
                invalid_rise=how[0], floor_share=how[1], tempo_change=how[2]
            )
            yield verdict.judged(chart(ewma), hidden_because=because)


def test_no_sentence_uses_a_forbidden_word_or_more_than_three_sentences():
    never = {"dystonic", "dystonia", "failed", "bad", "wrong", "streak", "perfect", "cure", "heal"}
    for said in every_sentence():
        text = f"{said.headline} {said.detail}"
        assert not never & set(text.lower().replace(".", " ").replace(",", " ").split())
        assert said.detail.count(". ") <= 2
        assert text.endswith(".")


def test_numbers_in_words_up_to_twelve():
    assert verdict.counted(1, "day") == "one day"
    assert verdict.counted(12, "string") == "twelve strings"
    assert verdict.counted(13, "string") == "13 strings"
