"""The part of an open corpus with which people review entities and write down what they decide."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterable, Mapping, Sequence

from corpus import personal_names
from corpus.records import Decision, Proposal
from corpus.store import deciding, decisions, reviewing
from corpus.store.database import Database
from corpus.store.decisions import Signature

__all__ = ["ByHand"]


class ByHand:
    """Every decision takes whole names, whole aliases or ids (a part of a name decides nothing; case and accents don't
    matter), is checked, applied at once and kept, whoever processes what later.

    `by` is who decides (else TESTIMONIO_USER, else the login name), `reason` why. All raise UsageError for what makes
    no sense, NameLookupError for a name that fits several entities or none, and CorpusError where the corpus can't be
    written. A mention is given as TESTIMONY:START-END.
    """

    _database: Database

    def review(
        self,
        *,
        kind: str | None = None,
        limit: int | None = None,
        short_names: Mapping[str, Iterable[str]] | None = None,
    ) -> list[Proposal]:
        """What a person should look at, the surest first: likely duplicates (`duplicate`), and people of several
        testimonies whom only the name joins (`same_name`).

        `short_names` are the given names that a short one may stand for (Chepe: José).
        """
        short = personal_names.short_names(short_names or {})
        with self._database.read() as connection:
            return reviewing.review(connection, kind=kind, limit=limit, short=short)

    def decisions(self) -> list[Decision]:
        """Every decision in the order in which they were made, the undone ones too."""
        with self._database.read() as connection:
            return decisions.listed(connection)

    def merge(self, a: str, b: str, *, by: str | None = None, reason: str | None = None) -> Decision:
        """`b`, which has the same label, is the same as `a` and goes into it; `a` keeps its id and name."""
        with self._database.write() as connection:
            return deciding.merge(connection, a, b, _signed(by, reason))

    def split(
        self,
        entity: str,
        *,
        testimonies: Sequence[str] = (),
        mentions: Sequence[str] = (),
        name: str | None = None,
        by: str | None = None,
        reason: str | None = None,
    ) -> Decision:
        """What `testimonies` (ids) and `mentions` say of `entity` is of somebody else, whose id is `data["new"]`."""
        signature = _signed(by, reason)
        with self._database.write() as connection:
            return deciding.split(connection, entity, signature, testimonies=testimonies, mentions=mentions, name=name)

    def rename(self, entity: str, name: str, *, by: str | None = None, reason: str | None = None) -> Decision:
        """`entity` is called `name`."""
        with self._database.write() as connection:
            return deciding.rename(connection, entity, name, _signed(by, reason))

    def relabel(
        self,
        entity: str | None,
        label: str,
        *,
        mention: str | None = None,
        by: str | None = None,
        reason: str | None = None,
    ) -> Decision:
        """`entity`, or the one `mention`, is a `label`. What was a date is called by its words then, not its value."""
        with self._database.write() as connection:
            return deciding.relabel(connection, entity, label, _signed(by, reason), mention=mention)

    def reject(
        self,
        entity: str | None = None,
        *,
        mention: str | None = None,
        by: str | None = None,
        reason: str | None = None,
    ) -> Decision:
        """`entity` with all its mentions, those to come too, or the one `mention`, is no name.

        A single name of a person is another entity in every testimony: see `reject_all`.
        """
        with self._database.write() as connection:
            return deciding.reject(connection, entity, _signed(by, reason), mention=mention)

    def reject_all(
        self, name: str, *, label: str | None = None, by: str | None = None, reason: str | None = None
    ) -> Decision:
        """Everything that is called exactly `name` is no name, in all testimonies, those to come too."""
        with self._database.write() as connection:
            return deciding.reject_all(connection, name, _signed(by, reason), label=label)

    def add_mention(
        self,
        testimony: str,
        text: str,
        label: str,
        *,
        start: int | None = None,
        entity: str | None = None,
        by: str | None = None,
        reason: str | None = None,
    ) -> Decision:
        """`text` is a name in `testimony`: at `start`, else wherever it stands; of `entity`, else of what it says.

        Whom a person names as `entity` is joined by no machine: that alone leaves nobody unconfirmed.
        """
        signature = _signed(by, reason)
        with self._database.write() as connection:
            return deciding.add(connection, testimony, text, label, signature, start=start, entity=entity)

    def confirm(self, entity: str, *, by: str | None = None, reason: str | None = None) -> Decision:
        """`entity` is one and the same in all testimonies that mention it now."""
        with self._database.write() as connection:
            return deciding.confirm(connection, entity, _signed(by, reason))

    def distinct(self, a: str, b: str, *, by: str | None = None, reason: str | None = None) -> Decision:
        """`a` and `b` are not the same, and aren't proposed again."""
        with self._database.write() as connection:
            return deciding.distinct(connection, a, b, _signed(by, reason))

    def undo(self, decision: str, *, by: str | None = None) -> Decision:
        """Take the decision with this id, or this beginning of one, back. What holds then is what would hold without
        it; the record of it stays.
        """
        with self._database.write() as connection:
            return decisions.undo(connection, decision, _signed(by, None))


def _signed(by: str | None, reason: str | None) -> Signature:
    return Signature(by or os.environ.get("TESTIMONIO_USER") or _login(), reason)


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without an entry among the users
        return "unknown"
