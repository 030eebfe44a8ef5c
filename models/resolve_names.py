"""The names of one testimony while they are resolved: which were said, where, and which of them mean the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corpus.folding import fold
from corpus.personal_names import plain
from corpus.records import Mention
from corpus.thing_names import ARTICLES, split_definition, unquoted, without_article, without_stops
from models.lexicon import Lexicon

__all__ = ["KNOWN_FORM", "Link", "Name", "Names", "Said"]

KNOWN_FORM = 0.98  # the lexicon was written by people, but the same word may still mean something else here
_CONTEXT = 60  # characters before and after a mention that can tell something of it


@dataclass(frozen=True, slots=True)
class Link:
    """Why a name means what `of` means, how sure that is, and in which segment the evidence stands."""

    of: Name
    reason: str
    score: float
    segment: int | None = None


@dataclass(slots=True, eq=False)
class Name:
    """One name of a label, however it is written. `first` is the number of its first mention, None where the source
    never says it; `known` is its entity's name in the lexicon. `mark` tells those of a testimony apart who bear one
    name: then nobody knows which of them another testimony means.
    """

    label: str
    key: str
    mark: str = ""
    first: int | None = None
    segment: int | None = None
    known: str | None = None
    surfaces: Counter[str] = field(default_factory=Counter)
    links: list[Link] = field(default_factory=list)
    parent: Name | None = None

    @property
    def shown(self) -> str:
        """The name as it is written best: not in capitals only, with all accents, most often."""
        if self.known:
            return self.known
        if len(self.surfaces) == 1:
            return next(iter(self.surfaces))
        return min(
            self.surfaces,
            key=lambda text: (text.isupper(), -sum(c > "\x7f" for c in text), -self.surfaces[text], text),
            default=self.key,
        )


@dataclass(slots=True)
class Said:
    """A mention, and the text around it. `meant` is set where this mention means another name than its like do."""

    mention: Mention
    name: Name
    before: str
    after: str
    number: int
    meant: Link | None = None

    @property
    def target(self) -> Name:
        return root(self.meant.of if self.meant else self.name)


def root(name: Name) -> Name:
    """The name that stands for all that mean the same as `name`."""
    top = name
    while top.parent is not None:
        top = top.parent
    while name.parent is not None:  # the way is shorter next time: no chain of names costs its square
        name.parent, name = top, name.parent
    return top


class Names:
    """All names of a testimony, by label and key. Equal keys are equal names: case, accents, line breaks, quotation
    marks and an article before it don't count.

    `defined` are the acronyms, by label and letters, that stand in brackets within a mention of what they mean, and in
    which segment.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._names: dict[tuple[str, str, str], Name] = {}
        self.defined: dict[tuple[str, str], dict[Name, int]] = {}

    def __iter__(self) -> Iterator[Name]:
        return iter(self._names.values())

    def say(self, mentions: Iterable[tuple[Mention, str, int]], *, source: bool) -> list[Said]:
        """The mentions with their names, in the order of the text. Each comes with its segment's text, and where that
        begins. In a translation none comes before another: it says again what was said.
        """
        found = []
        ordered = sorted(mentions, key=lambda one: (one[0].segment, one[0].start, one[0].end))
        for number, (mention, text, offset) in enumerate(ordered):
            name = self._name(mention)
            if source and name.first is None:
                name.first, name.segment = number, mention.segment
            start, end = mention.start - offset, mention.end - offset
            around = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
            found.append(Said(mention, name, *around, number if source else -1))
        return found

    def link(self, name: Name, link: Link) -> None:
        """From now on `name`, and all that mean the same, mean what `link.of` means."""
        own, other = root(name), root(link.of)
        if own is not other:
            own.links.append(link)
            own.parent = other

    def apart(self, name: Name, mark: str) -> Name:
        """Another bearer of `name`, who is one with whoever has the same mark."""
        name.mark = name.mark or "1"
        other = self._get(name.label, name.key, mark)
        other.surfaces.update(name.surfaces)
        return other

    def _name(self, mention: Mention) -> Name:
        label, line = mention.label, unquoted(mention.text)
        if label == "DATE":
            line = mention.value or line
            return self._say(label, fold(line), line)
        if label == "PERSON":
            surface = plain(mention.text)
            return self._say(label, fold(without_article(surface)), surface)
        defined = split_definition(line)
        line = defined[0] if defined else line
        bare = without_article(line)
        forms = (line, bare, without_stops(bare), *(f"{article} {bare}" for article in ARTICLES))
        known, form = next(((k, form) for form in forms if (k := self._known(label, form))), (None, forms[2]))
        name = self._say(label, fold(form), bare if line.startswith(tuple(f"{a} " for a in ARTICLES)) else line)
        if defined:
            self.defined.setdefault((label, defined[1]), {}).setdefault(name, mention.segment)
        if known:
            entity = self._get(label, fold(known))
            entity.known = known
            self.link(name, Link(entity, "known_form", KNOWN_FORM))
        return name

    def _known(self, label: str, text: str) -> str | None:
        folded = fold(text)
        found = self._lexicon.entity_name(label, folded)
        return None if found is folded else found  # it hands back what it doesn't know

    def _say(self, label: str, key: str, surface: str) -> Name:
        name = self._get(label, key)
        name.surfaces[surface] += 1
        return name

    def _get(self, label: str, key: str, mark: str = "") -> Name:
        name = self._names.get((label, key, mark))
        if name is None:
            name = self._names[label, key, mark] = Name(label, key, mark)
        return name
