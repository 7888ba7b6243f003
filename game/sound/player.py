"""The one voice of Evenhand: what is heard follows the session, the settings and the keys."""

from collections.abc import Sequence
from typing import Self

import numpy as np
import pygame

from engine.clock import Clock
from engine.record import ClickChoice, Settings, VoiceChoice
from engine.session.state import Paused, Playing, Ready, State
from engine.session.world import Link, Step
from engine.take import Control, NoteOff, NoteOn, PortLost
from engine.tasks.clicks import Clicks, Tone
from game.sound import card
from game.sound.metronome import FADE_MS, MetronomeSound
from game.sound.notes import Notes
from game.sound.passage import Note, mixed
from game.sound.polyphony import Polyphony

CLICKS, CUE, PASSAGE, KEYS = (0, 1), 2, 3, range(4, 28)
NS_PER_S = 1_000_000_000
# A cue this near is started with the silence before it; an earlier one waits for a later frame.
NEAR_NS = 2_000_000_000
CUE_VELOCITY = 80
SUSTAIN, PEDAL_DOWN = 64, 64


class Sound:
    """The one voice of Evenhand; make it with ``opened`` or ``silent``.

    ``reason`` says why there is no sound; empty where there is.
    """

    def __init__(self, reason: str = "") -> None:
        self.reason = reason
        self._volume = 1.0
        self._now_ns = 0
        self._tone: Tone | None = None
        self._voiced = False
        self._metronome = MetronomeSound(CLICKS)
        self._notes = Notes()
        self._keys = Polyphony(KEYS)

    @classmethod
    def opened(cls) -> Self:
        """Open the sound card; silent with a reason where there is none."""
        return cls(card.opened(KEYS.stop))

    @classmethod
    def silent(cls, reason: str) -> Self:
        """Return a sound that makes none."""
        return cls(reason)

    def follow(self, state: State | None, settings: Settings, clock: Clock) -> None:
        """Start or stop clicks and cue as the session stands; called once a frame.

        The clock is that of the take, and is read when a stretch is ready to start.
        """
        if self.reason:
            return
        if settings.muted and self._volume:
            pygame.mixer.Channel(CUE).fadeout(FADE_MS)
            self.hush()
        self._volume = 0.0 if settings.muted else settings.volume
        self._now_ns = clock.now_ns()
        self._metronome.follow(clicks_of(state, settings), self._volume, clock)
        self._cue(state.task.tone if isinstance(state, Playing) else None, clock)
        if isinstance(state, Ready):
            self._notes.expect(target.pitch for target in state.step.exercise.patterns[0].targets)
            if self._voiced:
                self._notes.prepare()

    def hear(self, step: Step) -> None:
        """Sound the notes that were just played, where Evenhand is the instrument's voice."""
        voiced = not self.reason and voices(step)
        if self._voiced and not voiced:
            self._keys.all_off()
        self._voiced = voiced
        for event in step.events if voiced else ():
            match event:
                case NoteOn():
                    self.note_on(event.pitch, event.velocity)
                case NoteOff():
                    self.note_off(event.pitch)
                case Control(number=number) if number == SUSTAIN:
                    self._keys.pedal(down=event.value >= PEDAL_DOWN)
                case PortLost():
                    self._keys.all_off()
                case Control():
                    pass

    def note_on(self, pitch: int, velocity: int) -> None:
        """Sound a note until ``note_off``."""
        if not self.reason:
            self._keys.note_on(
                self._notes, pitch, velocity, volume=self._volume, now_ns=self._now_ns
            )

    def note_off(self, pitch: int) -> None:
        """Let a note go."""
        if not self.reason:
            self._keys.note_off(pitch)

    def play(self, notes: Sequence[Note]) -> None:
        """Sound a passage, each note at its sample; it takes the place of the one before."""
        if not self.reason and notes:
            self._play(mixed(notes, self._notes.samples), PASSAGE)

    def hush(self) -> None:
        """End the passage."""
        if not self.reason:
            pygame.mixer.Channel(PASSAGE).fadeout(FADE_MS)

    def stop(self) -> None:
        """Fall silent."""
        if not self.reason:
            pygame.mixer.fadeout(FADE_MS)
            self._metronome = MetronomeSound(CLICKS)
            self._keys = Polyphony(KEYS)
            self._tone = None

    def _cue(self, tone: Tone | None, clock: Clock) -> None:
        if tone == self._tone or (tone is not None and tone.at_ns - self._now_ns > NEAR_NS):
            return
        if self._tone is not None and tone is None:
            pygame.mixer.Channel(CUE).fadeout(FADE_MS)
        self._tone = tone
        if tone is not None:
            note = Note(pitch=tone.pitch, velocity=CUE_VELOCITY, seconds=tone.seconds)
            cue = mixed((note,), self._notes.samples)
            ahead = max(0, round((tone.at_ns - clock.now_ns()) * card.RATE / NS_PER_S))
            self._play(np.concatenate([np.zeros(ahead, np.int16), cue]), CUE)

    def _play(self, samples: card.Samples, channel: int) -> None:
        sound = card.to_sound(samples)
        sound.set_volume(self._volume)
        pygame.mixer.Channel(channel).play(sound)


def clicks_of(state: State | None, settings: Settings) -> Clicks | None:
    """Return the clicks that this computer is to sound now."""
    heard = settings.clicks is ClickChoice.SPEAKERS and not settings.muted
    return state.task.clicks if heard and isinstance(state, Playing) else None


def voices(step: Step) -> bool:
    """Say whether Evenhand sounds the notes played: never in a task that is to be silent."""
    match step.state:
        case Ready() | Playing() if step.state.step.task.silent:
            return False
        case Paused() if step.state.playing.step.task.silent:
            return False
        case _:
            pass
    settings = step.world.settings
    match settings.voice:
        case VoiceChoice.OFF:
            return False
        case VoiceChoice.ON:
            return not settings.muted
        case VoiceChoice.AUTO:
            return not settings.muted and step.world.port.link is Link.COMPUTER_KEYBOARD
