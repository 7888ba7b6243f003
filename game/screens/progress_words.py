"""What Progress says and shows: the verdict, and the record as values for the charts."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import dropwhile

from engine.exercise import Hand
from engine.progress.transitions import Standing, TransitionState
from engine.progress.verdict import Outcome
from engine.progress.week import Week, Weekly
from engine.session.world import Practice, World
from game.screens.words import headline_of, typeset
from game.view.ceiling_chart import CeilingChart
from game.view.constellation import Constellation, Star, StarState
from game.view.minutes_chart import MinutesChart
from game.view.verdict_chart import LinePoint, Reset, VerdictChart
from game.view.verdict_chart import Week as ChartWeek

MOST_WEEKS = 26
STARS = {
    Standing.RELIABLE: StarState.RELIABLE,
    Standing.GATHERING: StarState.GATHERING,
    Standing.NOT_ENOUGH: StarState.FEW,
}


def told(world: World) -> tuple[str, str]:
    """Return the verdict in words, and the sentence below it."""
    week = spoken_of(world.weekly)
    if week is None:
        return (
            "Nothing measured yet.",
            "Three days of evenness checks in one week make the first figure; "
            "four such weeks make your own baseline.",
        )
    verdict = week.verdict
    words = typeset(verdict.detail)
    if week.estimate is not None:
        e = week.estimate
        words += (
            f" Week {week.number}: {e.value_ms:.1f} ms, {e.low_ms:.1f} to {e.high_ms:.1f}; "
            f"as a score, {e.score:.0f} of 100."
        )
    return headline_of(week, world.today), words


def spoken_of(weekly: Weekly | None) -> Week | None:
    """Return the week that the verdict is about: the last one with a value, else the last."""
    if weekly is None or not weekly.weeks:
        return None
    this = weekly.weeks[-1]
    if this.estimate is not None or len(weekly.weeks) < 2:
        return this
    # the running week is told only once it can be; until then the finished one stands
    return weekly.weeks[-2]


def chart_of(weekly: Weekly | None) -> VerdictChart:
    """Return the weeks as a chart: the last 26, with their baseline, line and limits."""
    weeks = _shown(weekly.weeks)[-MOST_WEEKS:] if weekly else ()
    baseline = weekly.baseline if weekly else None
    return VerdictChart(
        weeks=tuple(_chart_week(week) for week in weeks),
        baseline_weeks=_baseline_span(weeks),
        baseline=baseline.value_ms if baseline else None,
        line=tuple(
            LinePoint(week=index, value=value, low=low, high=high)
            for index, week in enumerate(weeks)
            # a week that is not measured takes no part in the line
            if week.estimate is not None
            and (value := week.ewma_ms) is not None
            and (low := week.limit_low_ms) is not None
            and (high := week.limit_high_ms) is not None
        ),
        resets=tuple(
            Reset(week=index, reason=week.reset.reason)
            for index, week in enumerate(weeks)
            if week.reset is not None
        ),
    )


def _shown(weeks: Sequence[Week]) -> tuple[Week, ...]:
    """Leave out the weeks before the first that has a value, and the running one without."""
    shown = tuple(dropwhile(lambda week: week.estimate is None, weeks))
    return shown[:-1] if shown and shown[-1].estimate is None else shown


def _chart_week(week: Week) -> ChartWeek:
    name, estimate = f"wk {week.number}", week.estimate
    if estimate is None:
        return ChartWeek(name=name)
    return ChartWeek(name=name, value=estimate.value_ms, low=estimate.low_ms, high=estimate.high_ms)


def _baseline_span(weeks: Sequence[Week]) -> int:
    """Return how many weeks from the first the first baseline takes, gaps included."""
    span = 0
    for index, week in enumerate(weeks):
        if week.reset is not None and index:
            break
        if week.verdict.outcome is Outcome.BASELINE:
            span = index + 1
    return span


def constellation_of(hand: Hand, transitions: Sequence[TransitionState]) -> Constellation:
    """Return the twenty transitions as stars."""
    stars = tuple(
        Star(finger=each.finger, to_finger=each.to_finger, state=STARS[each.standing])
        for each in transitions
    )
    return Constellation(hand=hand, stars=stars)


def reliable_said(transitions: Sequence[TransitionState]) -> str:
    """Return how many of the twenty are reliable."""
    lit = sum(each.standing is Standing.RELIABLE for each in transitions)
    return f"{lit} of {len(transitions)} reliable" if transitions else ""


def ceiling_of(practice: Sequence[Practice]) -> CeilingChart:
    """Return the tempo ceiling day by day."""
    kept = sorted(
        (each.local_date, each.ceiling_bpm) for each in practice if each.ceiling_bpm is not None
    )
    if not kept:
        return CeilingChart(days=(), bpm=())
    first, last = kept[0][0], kept[-1][0]
    return CeilingChart(
        days=tuple((day - first).days for day, _ in kept),
        bpm=tuple(bpm for _, bpm in kept),
        names=(_week_name(first), _week_name(last) if last != first else ""),
    )


def minutes_of_weeks(practice: Sequence[Practice], today: date) -> MinutesChart:
    """Return the minutes of each week from the first played to this one, 26 at most."""
    if not practice:
        return MinutesChart(minutes=(), names=())
    by_week: defaultdict[date, float] = defaultdict(float)
    for each in practice:
        by_week[_monday(each.local_date)] += each.minutes
    monday = _monday(today)
    count = min(MOST_WEEKS, (monday - min(by_week)).days // 7 + 1)
    mondays = [monday - timedelta(weeks=count - 1 - index) for index in range(count)]
    return MinutesChart(
        minutes=tuple(by_week[each] for each in mondays),
        names=tuple(_week_name(each) for each in mondays),
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _week_name(day: date) -> str:
    return f"wk {day.isocalendar().week}"
