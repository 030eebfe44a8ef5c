"""Which names of people in one testimony mean the same person.

A name joins a fuller one only where a single person of the testimony can be meant; in doubt it stays apart, for the
wrong one must not be accused. Each score is how far such evidence is to be trusted beside the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise, takewhile

from corpus.folding import fold
from corpus.likeness import is_near, sounds
from corpus.personal_names import PersonName, nickname, parse, parts, plain, short_forms
from models.gazetteers import Gazetteers
from models.placeholders import gender_of
from models.resolve_apart import Clues, are_two, clues_of, needs_proof
from models.resolve_cues import cue_between, names_a_family, quotes_around
from models.resolve_names import Link, Name, Names, Said, root

__all__ = ["People", "is_full_name"]

OTHER_ORDER = 0.95  # Cruz Batres, Juan Carlos
ALIAS = 0.95  # alias El Chele
SHORT = 0.9  # a given name and a surname of one full name
IN_BRACKETS = 0.85  # José Pérez (El Chele)
SOUNDS_ALIKE = 0.85  # Menjíbar for Menjívar
ONE_KIND = 0.85  # given names alone, or both surnames
ONE_PART = 0.8  # the first given name or the first surname alone
INITIALS = 0.75  # J. C. Cruz
SLIP = 0.7  # Orelana for Orellana
LESS_USUAL = 0.7  # a second given name, a second surname or a husband's name alone
BY_GENDER = 0.65  # doña Paz, where one of those called Paz is a woman
NAMED_BEFORE = 0.6  # the only one who fits so far; another one is named later

_SHORT_NAMES = (SHORT, ONE_KIND, ONE_PART, LESS_USUAL, INITIALS)
_MOST_ALIKE = 20  # names that differ in one part; comparing more of them with each other would take the square
_MOST_PARTS = 8  # more make no name
_SURELY_GIVEN = 5  # times as often a given name as a surname


def is_full_name(name: PersonName, gazetteers: Gazetteers) -> bool:
    """Whether a name can stand for a person beyond one testimony: two parts written out, not all of them given names,
    nor all surnames, which a whole family has.
    """
    shares = [_share(part, gazetteers) for part in name.parts if len(part) > 1]
    if len(shares) < 2:
        return False
    return min(shares) < _SURELY_GIVEN and max(shares) > 1 / _SURELY_GIVEN


def _share(part: str, gazetteers: Gazetteers) -> float:
    """How many times as often a part is a given name as a surname; 1 where nobody knows."""
    given, surname = gazetteers.given.get(part, 0.0), gazetteers.surnames.get(part, 0.0)
    return 1.0 if given == surname else given / max(surname, 0.5)


@dataclass(slots=True)
class People:
    """The people of one testimony. `tellers` are who speaks in which segment. `forms` are what people may be called, by
    sound, and how usual that is.
    """

    names: Names
    gazetteers: Gazetteers
    tellers: Mapping[int, str]
    forms: dict[tuple[str, ...], dict[Name, Link]] = field(default_factory=dict)
    _parsed: dict[Name, PersonName] = field(default_factory=dict)
    _clues: dict[Name, set[Clues]] = field(default_factory=dict)
    _first: dict[Name, int] = field(default_factory=dict)
    _bearers: dict[Name, list[Name]] = field(default_factory=dict)
    _found: dict[tuple[Name, Clues], tuple[float, list[tuple[int, Link]]]] = field(default_factory=dict)
    _has_initials: bool = False

    def join(self, said: Sequence[Said], texts: Mapping[int, tuple[str, int]]) -> None:
        """Join the source's names to one another. `said` are its mentions of people, in order."""
        self._tell_apart(said)
        bearers = dict.fromkeys([one.name for one in said] + [one.target for one in said])
        self._parsed = {name: parse(name.shown) for name in bearers}
        self._has_initials = any(len(part) == 1 for name in self._parsed.values() for part in name.parts)
        leaders = self._slips(self._alike())
        leaders.sort(key=lambda name: (-len(self._whole(name)), -len(self._parsed[name].parts), name.first))
        for name in leaders:
            self._join_full(name)
        for one in said:
            self._first.setdefault(one.target, one.number)
        self._aliases(said, texts)
        for one in said:
            if len(self._parsed[one.name].parts) == 1 and one.target in (one.name, *self._bearers.get(one.name, ())):
                one.meant = self.find(one) or one.meant

    def find(self, said: Said) -> Link | None:
        """Whom a mention means that isn't the full name of anybody, if only one person can be meant."""
        clues = clues_of(said, self.tellers[said.mention.segment])
        name = said.target
        if (name, clues) not in self._found:
            self._found[name, clues] = self._fitting(name, clues)
        sure, people = self._found[name, clues]
        if not people or (len(parts(said.name.shown)) == 1 and names_a_family(said)):
            return None
        (first, link), *others = people
        if others:
            if first >= said.number or others[0][0] < said.number:
                return None
            sure = NAMED_BEFORE
        segment = said.mention.segment if sure == BY_GENDER else link.segment
        return Link(link.of, link.reason, min(link.score, sure), segment)

    def _fitting(self, name: Name, clues: Clues) -> tuple[float, list[tuple[int, Link]]]:
        """How sure a single one would be, and all that `name` may mean: who was named first stands first."""
        parsed = parse(name.shown)
        people: dict[Name, Link] = {}
        for link in self.forms.get(tuple(map(sounds, parsed.parts)), {}).values():
            person = root(link.of)
            if person is not name and self._same_generation(parsed, person):
                people.setdefault(person, link)
        own = {clues} | {one for one in self._clues.get(name, ()) if one.speaks}
        fitting = [(self._first[p], link) for p, link in people.items() if not are_two(own, self._said_of(p))]
        return (1.0 if len(people) == 1 else BY_GENDER), sorted(fitting, key=lambda one: one[0])

    # -- Who is not whom --------------------------------------------------------------------------------------------

    def _tell_apart(self, said: Sequence[Said]) -> None:
        """Let a name be several people's where what is said of it can't be said of one."""
        for one in said:
            clues = clues_of(one, self.tellers[one.mention.segment])
            if self._gender(one.name):
                clues = replace(clues, gender=None)  # the given name tells it better than what stands before it
            bearers = self._bearers.setdefault(one.name, [one.name])
            fitting = [bearer for bearer in bearers if not are_two([clues], self._said_of(bearer))]
            if not fitting:
                fitting = [self.names.apart(one.name, str(len(bearers) + 1))]
                bearers += fitting
                fitting[0].first, fitting[0].segment = one.number, one.mention.segment
            if fitting[0] is not one.name:
                one.meant = Link(fitting[0], "apart", 1.0, one.mention.segment)
            self._clues.setdefault(fitting[0], set()).add(clues)

    def _said_of(self, person: Name) -> set[Clues]:
        """The clues of a person, and what the given name says of man or woman."""
        clues, gender = self._clues.get(person, set()), self._gender(person)
        return clues | {Clues(gender=gender)} if gender else clues

    def _gender(self, name: Name) -> str | None:
        """ "F" or "M", if the given names tell."""
        told = set()
        for surface in name.surfaces:
            given = takewhile(lambda word: _share(fold(word), self.gazetteers) > 1, surface.split()[:2])
            told.add(gender_of(" ".join(given)))
        told.discard("X")
        return told.pop() if len(told) == 1 else None

    def _may_be(self, short: Name, person: Name) -> bool:
        """Whether a name with a surname may be short for a person's, after all that is said of both."""
        own, other = self._said_of(short), self._said_of(person)
        return self._same_generation(self._parsed[short], person) and not (
            are_two(own, other) or needs_proof(own, other)
        )

    def _link(self, name: Name, link: Link) -> None:
        """`Names.link`; what is said of `name` is said of the person."""
        clues = self._clues.get(root(name), set())
        self.names.link(name, link)
        self._clues.setdefault(root(name), set()).update(clues)

    # -- Full names -------------------------------------------------------------------------------------------------

    def _alike(self) -> list[Name]:
        """Join names of the same parts, in another order or with another spelling; the names that these became."""
        groups: dict[tuple[tuple[str, ...], str], list[Name]] = {}
        for name, parsed in self._parsed.items():
            if len(parsed.parts) > 1:
                groups.setdefault((self._turned(parsed.parts), parsed.generation), []).append(name)
        leaders = []
        for group in groups.values():
            leader = min(group, key=lambda name: (not self._begins_well(name), -name.surfaces.total(), name.first))
            leaders.append(leader)
            for name in group:
                if name is leader:
                    continue
                if are_two(self._said_of(name), self._said_of(leader)):
                    leaders.append(name)
                    continue
                same = sorted(self._parsed[name].parts) == sorted(self._parsed[leader].parts)
                self._link(name, Link(leader, "spelling", OTHER_ORDER if same else SOUNDS_ALIKE, leader.segment))
        return leaders

    def _turned(self, own: Sequence[str]) -> tuple[str, ...]:
        """The same for "Juan Carlos Cruz Batres" and "Cruz Batres Juan Carlos", but not for "Juan Carlos Batres Cruz".

        Cruz Mata and Mata Cruz are two people, Rosa Mata and Mata Rosa are one.
        """
        heard = [sounds(part) for part in own]
        if len(heard) > _MOST_PARTS:
            return tuple(heard)
        if len(heard) == 2 and len({_share(part, self.gazetteers) > 1 for part in own}) == 1:
            return tuple(heard)
        return min(tuple(heard[n:] + heard[:n]) for n in range(len(heard)))

    def _begins_well(self, name: Name) -> bool:
        return _share(self._parsed[name].parts[0], self.gazetteers) > 1

    def _slips(self, leaders: Sequence[Name]) -> list[Name]:
        """Join names that are like another one but for a slip in a single part, which no list of names has."""
        groups: dict[tuple[int, tuple[str, ...], str], list[Name]] = {}
        for name in leaders:
            parsed = self._parsed[name]
            for place in range(len(parsed.parts)) if len(parsed.parts) <= _MOST_PARTS else ():
                rest = parsed.parts[:place] + parsed.parts[place + 1 :]
                groups.setdefault((place, rest, parsed.generation), []).append(name)
        near: dict[Name, set[Name]] = {}
        for (place, _, _), group in groups.items():
            for a, b in combinations(group, 2) if len(group) <= _MOST_ALIKE else ():
                x, y = self._parsed[a].parts[place], self._parsed[b].parts[place]
                if self._listed(x) != self._listed(y) and min(len(x), len(y)) > 5 and is_near(x, y):
                    wrong, right = (a, b) if self._listed(y) else (b, a)
                    near.setdefault(wrong, set()).add(right)
        for wrong, rights in near.items():
            if len(rights) == 1:
                (right,) = rights
                if not are_two(self._said_of(wrong), self._said_of(right)):
                    self._link(wrong, Link(right, "spelling", SLIP, right.segment))
        return [name for name in leaders if name.parent is None]

    def _listed(self, part: str) -> bool:
        return part in self.gazetteers.given or part in self.gazetteers.surnames

    def _join_full(self, name: Name) -> None:
        """Join a name to the one fuller name that it is short for; else it stands for somebody of its own."""
        parsed = self._parsed[name]
        heard = tuple(map(sounds, parsed.parts))
        fuller = {root(link.of): link for link in self.forms.get(heard, {}).values()}
        people = [person for person in fuller if self._may_be(name, person)]
        if len(people) == 1:
            self._link(name, fuller[people[0]])
        else:
            for form, link in self._forms_of(name):
                self.forms.setdefault(form, {}).setdefault(name, link)

    def _same_generation(self, name: PersonName, person: Name) -> bool:
        own = self._parsed[person].generation if person in self._parsed else ""
        return not name.generation or name.generation == own

    def _forms_of(self, name: Name) -> Iterator[tuple[tuple[str, ...], Link]]:
        parsed = self._parsed[name]
        count, heard = len(parsed.parts), [sounds(part) for part in parsed.parts]
        links = {score: Link(name, "short_name", score, name.segment) for score in _SHORT_NAMES}
        for given in self._givens(parsed):
            for form in short_forms(count, given, parsed.married):
                yield tuple([heard[place] for place in form]), links[_usual(form, given)]
            if self._has_initials:
                for form in (*short_forms(count, given, parsed.married), tuple(range(count))):
                    for short in _with_initials(parsed.parts, heard, form, given):
                        yield short, links[INITIALS]

    def _givens(self, name: PersonName) -> tuple[int, ...]:
        """How many of the parts are given names; both numbers where that can't be told."""
        count = len(name.parts) - name.married
        if count < 3:
            return (1,)
        shares = [_share(part, self.gazetteers) for part in name.parts[:count]]
        first = next((place for place in range(1, count - 1) if shares[place] < 1), count - 1)
        if first == count - 1 and shares[count - 2] <= 1:
            return (1, 2) if count == 3 else (count - 2,)
        return (first,) if first >= count - 2 else (first, count - 2)

    def _whole(self, name: Name) -> list[str]:
        return [part for part in self._parsed[name].parts if len(part) > 1]

    # -- Other names ------------------------------------------------------------------------------------------------

    def _aliases(self, said: Sequence[Said], texts: Mapping[int, tuple[str, int]]) -> None:
        """Nicknames that the text gives to people. One given to two people is no name of either, except right there."""
        given: dict[Name, dict[Name, Link]] = {}
        for one in said:
            if quoted := nickname(one.mention.text):
                heard = tuple(map(sounds, parse(quoted).parts))
                link = Link(root(one.name), "alias", ALIAS, one.mention.segment)
                self.forms.setdefault(heard, {}).setdefault(root(one.name), link)
        for first, second in pairwise(said):
            if first.mention.segment != second.mention.segment:
                continue
            cue = cue_between(first, second, *texts[first.mention.segment])
            if cue is None or cue == "comma" or first.name is second.name:
                continue
            person, other = (second, first) if self._swapped(first, second, cue) else (first, second)
            if cue == "bracket" and not self._is_nickname(other):
                continue
            if len(self._parsed[person.name].parts) == 1 and person.meant is None:
                person.meant = self.find(person)
            score = IN_BRACKETS if cue == "bracket" else ALIAS
            link = Link(person.target, "alias", score, first.mention.segment)
            other.meant = link
            given.setdefault(other.name, {}).setdefault(person.target, link)
        for name, people in given.items():
            if len(self._parsed[name].parts) > 1 and len(people) == 1:
                self._link(name, next(iter(people.values())))
            heard = tuple(map(sounds, self._parsed[name].parts))
            for owner, link in people.items():
                self.forms.setdefault(heard, {})[owner] = link
        self._found.clear()  # there are more forms now

    def _swapped(self, first: Said, second: Said, cue: str) -> bool:
        """ "El Chele, whose name is José Pérez", "El Chele (José Pérez)", "Chele, alias José Pérez"."""
        if cue == "names":
            return True
        longer = len(self._parsed[first.name].parts) == 1 < len(self._whole(second.name))
        return longer and self._begins_well(second.name)

    def _is_nickname(self, said: Said) -> bool:
        """By an article or quotation marks, or because nobody is christened so."""
        surface = fold(plain(said.mention.text)).split()
        if (
            quotes_around(said)
            or surface[:1] in (["el"], ["la"])
            or said.before.rstrip().lower().endswith((" el", " la"))
        ):
            return True
        return not any(self._listed(part) for part in self._parsed[said.name].parts)


def _usual(form: Sequence[int], given: int) -> float:
    if len(form) == 1:
        return ONE_PART if form[0] in (0, given) else LESS_USUAL
    return SHORT if form[0] < given <= form[-1] else ONE_KIND


def _with_initials(
    own: Sequence[str], heard: Sequence[str], form: Sequence[int], given: int
) -> Iterator[tuple[str, ...]]:
    """The parts of a form with some of the given names as initials, as long as one part stays whole."""
    names = [place for place in form if place < given and len(own[place]) > 1]
    for size in range(1, len(names) + 1):
        for short in combinations(names, size):
            if len(short) < len(form):
                yield tuple([own[place][0] if place in short else heard[place] for place in form])
