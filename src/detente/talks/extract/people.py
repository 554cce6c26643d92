"""Whom a document has introduced: the memory behind pronouns, bare surnames and roles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from detente.talks.words.claim import Voice
from detente.talks.words.registry import Registry


@dataclass
class People:
    """Whom a document has introduced so far; the memory behind pronouns and bare surnames."""

    registry: Registry
    introduced: dict[str, Voice] = field(default_factory=dict)
    named: dict[str, Voice] = field(default_factory=dict)
    person: Voice | None = None
    several: Voice | None = None
    body: Voice | None = None
    source: Voice | None = None
    roles: dict[str, Voice] = field(default_factory=dict)

    def heard(self, voice: Voice, plural: bool = False) -> None:
        """Remember who spoke last, for he, she, they, it."""
        if voice.kind == "role":
            self.source = voice
        if voice.kind == "group" or plural:
            self.several = voice
        elif voice.kind == "person":
            self.person = voice
            for word in re.findall(r"[a-z]+", voice.role.lower()):
                self.roles[word] = voice
        elif voice.kind == "role":
            self.person = voice
            self.roles[voice.name.split()[-1].lower()] = voice
            for word in re.findall(r"[a-z]+", voice.name.lower()):
                self.roles[word] = voice
        else:
            self.body = voice

    def meet(self, voice: Voice) -> None:
        """A person named in full: from here on the surname or first word alone names them."""
        parts = voice.name.replace("’", "'").split()
        if voice.kind == "person" and len(parts) > 1:
            family_first = voice.side in self.registry.sides[1:] and not self.registry.surnames.get(parts[-1])
            for word in (parts[-1], parts[0]):
                if word not in self.introduced and len(word) > 1:
                    self.introduced[word] = voice
            if family_first:
                self.introduced[parts[0]] = voice

    def pronoun(self, word: str) -> Voice | None:
        """Whom a pronoun stands for, by who was last heard."""
        word = word.lower()
        if word in ("he", "she"):
            return self.person
        if word in ("they", "both"):
            return self.several or self.body or self.person
        return self.body


@dataclass
class PeopleZh:
    """Whom a Chinese document has introduced, for its pronouns and 'this spokesperson'."""

    registry: Registry
    named: dict[str, Voice] = field(default_factory=dict)
    person: Voice | None = None
    role: Voice | None = None
