"""Every error that Testimonio raises on purpose.

    TestimonioError            code, hint, retryable
    ├── UsageError             the caller asked for something that makes no sense        exit 2
    │   ├── QueryError         a query that can't be read, with the position
    │   └── NameLookupError    a name that fits several entities, or none
    ├── InputError             one input can't be taken; becomes a counted Failure       exit 3
    ├── ModelMissing           no model where one is needed, with the command that helps exit 4
    └── CorpusError            the corpus can't be opened or written                     exit 5

No message carries the text of a testimony: positions, ids and counts only.
"""

__all__ = [
    "CorpusError",
    "InputError",
    "ModelMissing",
    "NameLookupError",
    "QueryError",
    "TestimonioError",
    "UsageError",
]


class TestimonioError(Exception):
    """Base of all. `code` is for scripts, the message and `hint` for people, `retryable` for the scheduler."""

    __test__ = False  # the name starts with "Test"; pytest must not collect it
    exit_code = 1

    def __init__(self, message: str, *, code: str, hint: str = "", retryable: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.hint = hint
        self.retryable = retryable

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UsageError(TestimonioError):
    """The call itself is wrong."""

    exit_code = 2

    def __init__(self, message: str, *, code: str = "usage", hint: str = "") -> None:
        super().__init__(message, code=code, hint=hint)


class QueryError(UsageError):
    """A malformed query. `position` counts code points from 0."""

    def __init__(self, message: str, *, position: int) -> None:
        super().__init__(f"{message} (at character {position + 1} of the query)", code="query")
        self.position = position


class NameLookupError(UsageError):
    """A name that fits no entity or several; `candidates` are display strings, best first."""

    def __init__(self, message: str, *, candidates: tuple[str, ...] = ()) -> None:
        super().__init__(message, code="name", hint="Candidates: " + "; ".join(candidates) if candidates else "")
        self.candidates = candidates


class InputError(TestimonioError):
    """One input could not be taken at `stage`; the others are not touched by it."""

    exit_code = 3

    def __init__(
        self, message: str, *, code: str, hint: str = "", stage: str = "read", retryable: bool = False
    ) -> None:
        super().__init__(message, code=code, hint=hint, retryable=retryable)
        self.stage = stage


class ModelMissing(TestimonioError):
    """A model that the work needs isn't on this machine."""

    exit_code = 4

    def __init__(self, message: str, *, hint: str = "Run: testimonio models install") -> None:
        super().__init__(message, code="model_missing", hint=hint)


class CorpusError(TestimonioError):
    """The corpus can't be opened, read or written."""

    exit_code = 5

    def __init__(self, message: str, *, code: str, hint: str = "", retryable: bool = False) -> None:
        super().__init__(message, code=code, hint=hint, retryable=retryable)
