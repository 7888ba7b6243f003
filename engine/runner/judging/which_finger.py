"""A take of Which Finger?: answers, confusions, and the time allowed next."""

import numpy as np

from engine.adaptation.cue_level import CueKind, CueLevel
from engine.measures.judgement import discrimination
from engine.measures.judgement.discrimination_results import results as discrimination_results
from engine.progress.verdict import in_words
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
    before = task.task.level
    answered = None if found is None else found.accuracy.value
    after = before.after(task.staircase, answered)
    outcome = Outcome(
        plan=step,
        found=found,
        refused="No cue was answered." if found is None else None,
        next_level_json=after.to_json(),
        because=_what_next(task, after),
        warnings=take.warnings,
    )
    return Judged(
        results=discrimination_results(found, hand=step.hand),
        outcome=outcome,
        levels=((Task.WHICH_FINGER, after.to_json()),),
        level=task.staircase.level,
        task_json=cues.to_json(task.cues, home, kind=before.kind),
    )


NEXT_CUE = {
    CueKind.HAND: "a finger of your own hand lights up",
    CueKind.NUMBER: "a number names the finger",
    CueKind.MIRROR: "a finger of the other hand lights up",
    CueKind.TONE: "a tone names the finger",
}


def _what_next(task: WhichFingerState, after: CueLevel) -> str:
    before, now = task.task.level, task.staircase.level
    if after.kind is not before.kind:
        return f"Next time {NEXT_CUE[after.kind]}."
    if len(after.fingers) > len(before.fingers):
        return f"Next time {in_words(len(after.fingers))} fingers are in play."
    if len(after.fingers) < len(before.fingers):
        return f"Next time only {in_words(len(after.fingers))} fingers are in play."
    if now < before.staircase.level:
        return f"A little less time next: {now:.1f} s for each."
    if now > before.staircase.level:
        return f"A little more time next: {now:.1f} s for each."
    return f"The time for each stays at {now:.1f} s."
