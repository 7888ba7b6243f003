"""A take of Which Finger?: answers, confusions, and the time allowed next."""

import numpy as np

from engine.adaptation.staircase import Staircase
from engine.measures.judgement import discrimination
from engine.measures.judgement.discrimination_results import results as discrimination_results
from engine.record import Task
from engine.runner.judging.finished import Finished, Judged, Levels
from engine.session.state import Outcome
from engine.tasks import cues
from engine.tasks.which_finger import WhichFingerState


def judge_which_finger(finished: Finished, levels: Levels) -> Judged:
    """Return what a take of Which Finger? said."""
    task = finished.task
    if not isinstance(task, WhichFingerState):
        raise TypeError(f"Which Finger? cannot judge {type(task).__name__}")
    take, step, home = finished.take, finished.facts.step, task.task.home
    at_ns = finished.origin_ns + np.rint(take.notes["onset_s"] * 1e9).astype(np.int64)
    answers = cues.responses(task.cues, at_ns, take.notes["pitch"], home)
    found = discrimination.measure(answers, earlier=levels.confusions)
    outcome = Outcome(
        plan=step,
        found=found,
        refused="No cue was answered." if found is None else None,
        next_level_json=task.staircase.to_json(),
        because=_why_this_time(task),
        warnings=take.warnings,
    )
    return Judged(
        results=discrimination_results(found, hand=step.hand),
        outcome=outcome,
        levels=((Task.WHICH_FINGER, task.staircase.to_json()),),
        level=task.staircase.level,
        task_json=cues.to_json(task.cues, home),
    )


def _why_this_time(task: WhichFingerState) -> str:
    before_s, after_s = Staircase.resumed(task.task.level_json).level, task.staircase.level
    if after_s < before_s:
        return f"A little less time next: {after_s:.1f} s for each."
    if after_s > before_s:
        return f"A little more time next: {after_s:.1f} s for each."
    return f"The time for each stays at {after_s:.1f} s."
