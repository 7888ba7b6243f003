"""A finished take is measured and kept: one transaction, between trials."""

from engine.record import SelfReport, Trial
from engine.runner.judging.finished import Finished, Judged
from engine.runner.judging.late import late
from engine.runner.parts import Parts
from engine.runner.sitting import levels_of, states_of
from engine.session.state import Outcome


def keep(parts: Parts, finished: Finished) -> Outcome:
    """Measure a take, keep it with its rows, levels and answer, and return what the screen shows.

    StorageError when it cannot be kept; nothing of it is kept then.
    """
    facts = finished.facts
    # every game's measures come with it: the first picture does not wait for them
    judging = late("engine.runner.judging.judge")
    judged: Judged = judging.judge(finished, levels_of(parts, finished))
    parts.store.keep(
        _trial(finished, judged),
        finished.take,
        judged.results,
        states_of(facts.session, facts.step.hand, judged),
        _report(finished),
    )
    return judged.outcome


def _report(finished: Finished) -> SelfReport | None:
    if finished.report is None:
        return None
    facts, (pulled, pain) = finished.facts, finished.report
    return SelfReport(session_id=facts.session.id, block=facts.block, pulled=pulled, pain=pain)


def _trial(finished: Finished, judged: Judged) -> Trial:
    facts, step = finished.facts, finished.facts.step
    return Trial(
        id=finished.trial_id,
        session_id=facts.session.id,
        block=facts.block,
        ordinal=facts.ordinal,
        task=step.task,
        exercise_id=step.exercise.id,
        exercise_version=step.exercise.version,
        hand=step.hand,
        direction=step.direction,
        tempo_bpm=step.tempo_bpm,
        level=judged.level,
        scored=step.scored and not finished.pain,
        started_utc=facts.started_utc,
        task_json=judged.task_json,
    )
