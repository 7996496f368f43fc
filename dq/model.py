"""The values that every stage shares: closed enums and frozen dataclasses. Above it stand all stages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dq.provenance import InputInfo

if TYPE_CHECKING:
    import polars as pl

RECORD_ID = "record_id"
SOURCE_ROW = "source_row"
SOURCE_SHEET = "source_sheet"
SOURCE_KEY = "source_key"
RESERVED = (RECORD_ID, SOURCE_ROW, SOURCE_SHEET, SOURCE_KEY)
UNREADABLE = "__unreadable"  # suffix of the flag that says: the cell has text, but its type cannot be read from it
LOWER, UPPER = "_tu", "_den"  # suffixes of the bounds of a partial date
AS_OF = "as_of"  # the name by which a rule refers to the day of the run
COLUMN_ABSENT, NOTHING_TO_CHECK = "column_absent", "nothing_to_check"  # reasons of `not_applicable`
COMPANION_ABSENT, COMPANION_COLUMN_ABSENT = "companion_absent", "companion_column_absent"  # of rules with another file
MALFORMED = "malformed_row"  # reason of a line that could not be read as a record


class Status(StrEnum):
    """Where a planned rule ends. Priority: error > not_applicable > failed > passed."""

    ERROR = "error"
    NOT_APPLICABLE = "not_applicable"
    FAILED = "failed"
    PASSED = "passed"


class Severity(StrEnum):
    """How much a finding matters: `critical` blocks sync."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"


class Dimension(StrEnum):
    """The four words: đúng, đủ, sạch, sống."""

    CORRECT = "correct"
    COMPLETE = "complete"
    CLEAN = "clean"
    LIVE = "live"


class Answer(StrEnum):
    """What a clerk decides about a finding in the review workbook."""

    CORRECT = "correct"  # the cell gets the value that the clerk writes
    ACCEPT = "accept"  # the cell gets the proposed value
    KEEP = "keep"
    UNVERIFIED = "unverified"
    REFER_CIVIL_REGISTRY = "refer_civil_registry"
    REFER_POLICE = "refer_police"
    REMOVE = "remove"  # the row leaves the export: it is there twice, or the person is no longer kept

    @property
    def changes(self) -> bool:
        """Whether the export is changed by it."""
        return self in {Answer.CORRECT, Answer.ACCEPT, Answer.REMOVE}


class RuleKind(StrEnum):
    """Which stage evaluates a rule."""

    RECORD = "record"
    DATASET = "dataset"
    CROSS = "cross"
    REGISTER = "register"


class Owner(StrEnum):
    """Who puts a finding right."""

    SECTOR = "sector"
    CIVIL_REGISTRY = "civil_registry"
    POLICE = "police"


class Outcome(StrEnum):
    """What the register says of one person of a record; ordered tests, exactly one each (DESIGN §5)."""

    NOT_APPLICABLE = "not_applicable"
    MISSING_ID = "missing_id"
    INVALID_ID = "invalid_id"
    DUPLICATE_ID = "duplicate_id"
    SUPERSEDED = "superseded"
    NOT_FOUND = "not_found"
    DECEASED = "deceased"
    MISMATCHED = "mismatched"
    MATCHED_SPELLING = "matched_spelling"
    MATCHED = "matched"
    NOT_CHECKED = "not_checked"  # no reference was given


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in both languages."""

    vi: str
    en: str

    def get(self, language: str) -> str:
        """Return the sentence in `language`, `vi` or `en`."""
        return self.en if language == "en" else self.vi


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Where in the catalog something is declared: file relative to the catalog root, and line."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Assert:
    """A SQL boolean expression over one row; null means not checked."""

    expression: str


@dataclass(frozen=True, slots=True)
class Predicate:
    """A named predicate of `dq.predicates` over columns of one row."""

    name: str
    columns: tuple[str, ...]
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expectation:
    """A Great Expectations expectation by its snake-case name; the argument `$as_of` is the day of the run."""

    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Query:
    """One SELECT of violating rows; its first column is `record_id`, a column named `column` is optional.

    `file` is relative to the catalog root, empty for a query that is derived from a schema constraint. `companions` are
    the other datasets that it reads, each with the fields that it needs of them.
    """

    sql: str
    parameters: Mapping[str, Any]
    file: str = ""
    companions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RegisterOutcome:
    """A rule that holds unless the register gives this outcome."""

    outcome: Outcome


Body = Assert | Predicate | Expectation | Query | RegisterOutcome


@dataclass(frozen=True, slots=True)
class Cases:
    """Examples of a rule, each of them a test: one row, a list of rows, or rows by dataset (`dq.catalog.cases`)."""

    passing: tuple[Any, ...] = ()
    failing: tuple[Any, ...] = ()
    not_checked: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold, as data. `columns` are the schema's fields that it reads."""

    id: str
    dataset: str
    body: Body
    columns: tuple[str, ...]
    dimension: Dimension
    severity: Severity
    owner: Owner
    title: Text
    remedy: Text
    source: SourceRef
    when: str | None = None
    legal_basis: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    cases: Cases = field(default_factory=Cases)
    derived: bool = False

    @property
    def kind(self) -> RuleKind:
        """The stage that evaluates the rule, by its body."""
        match self.body:
            case Assert() | Predicate():
                return RuleKind.RECORD
            case Expectation():
                return RuleKind.DATASET
            case Query():
                return RuleKind.CROSS
            case RegisterOutcome():
                return RuleKind.REGISTER


@dataclass(frozen=True, slots=True)
class RuleResult:
    """How one rule ended.

    `n_checked` counts the records (for register rules: persons; for table-level expectations: 1) that were in the
    denominator, `n_failed` the distinct findings, of which a rule that names several columns may have more than one a
    record; `n_records` is how many of what was checked they are about, where that is not `n_failed`. `reason` is an
    error class, never a message of an engine, because those print cell values. `evidence` is the expression or SQL
    that shows the result.
    """

    rule_id: str
    status: Status
    n_checked: int = 0
    n_failed: int = 0
    reason: str = ""
    evidence: str = ""
    n_records: int | None = None

    @property
    def n_failing(self) -> int:
        """Return how many of what was checked do not hold."""
        return self.n_failed if self.n_records is None else self.n_records


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an evaluator returns: exactly one result a rule, in rule order, and the findings (`dq.findings.SCHEMA`)."""

    results: tuple[RuleResult, ...]
    findings: "pl.LazyFrame"


@dataclass(frozen=True, slots=True)
class Table:
    """A staged table: a folder of Parquet parts, `part-00000.parquet` …, in record order."""

    dataset: str
    folder: Path
    columns: tuple[str, ...]
    n_rows: int

    @property
    def glob(self) -> str:
        """The pattern that DuckDB and Polars read all parts by."""
        return escape(str(self.folder)) + "/part-*.parquet"

    def parts(self) -> list[Path]:
        """The parts in record order."""
        return sorted(self.folder.glob("part-*.parquet"))


@dataclass(frozen=True, slots=True)
class Loaded:
    """The result of `load`.

    `raw` holds `record_id`, `source_row` (and `source_sheet` for workbooks), the canonical columns that the file has as
    text, then its other columns. `malformed` holds `record_id`, `source_row`, `text` of lines that are no record.
    """

    raw: Table
    malformed: Table
    info: InputInfo


@dataclass(frozen=True, slots=True)
class ReferenceInfo:
    """Provenance of the reference extract. `as_of` is its newest `ngay_cap_nhat`, `age_days` its age at the run."""

    name: str
    sha256: str
    rows: int
    without_identifier: int
    as_of: date | None
    age_days: int | None


@dataclass(frozen=True, slots=True)
class PreparedRegister:
    """The reference made ready for joins: Parquet parts in a folder of the cache (`dq.register`).

    `columns` are the canonical columns that the extract has: what it does not have cannot be compared. `malformed` are
    the lines of the extract that are no record.
    """

    folder: Path
    columns: frozenset[str]
    info: ReferenceInfo
    malformed: int = 0

    @property
    def persons(self) -> str:
        """The pattern of the persons: identifier, name key, bounds of the birth date, sex, status and others."""
        return escape(str(self.folder / "persons")) + "/part-*.parquet"

    @property
    def old_numbers(self) -> str:
        """The pattern of the numbers no longer in force, each with the person who holds the number in force."""
        return escape(str(self.folder / "old_numbers")) + "/part-*.parquet"

    def linkable(self, model: str) -> str:
        """The pattern of the persons as candidates for those without a number, as a linking model compares them."""
        return escape(str(self.folder / f"linkable-{model}")) + "/part-*.parquet"


@dataclass(frozen=True, slots=True)
class PseudonymizedRegister:
    """A reference of keyed hashes (`dq.pseudonyms`): one Parquet file, and the key by which it is compared with.

    `columns` are the canonical columns that the extract had before.
    """

    file: Path
    key: bytes = field(repr=False)
    columns: frozenset[str]
    info: ReferenceInfo


Register = PreparedRegister | PseudonymizedRegister


@dataclass(frozen=True, slots=True)
class WordScore:
    """The score of one of the four words, with the counts beside it (docs/scoring.md)."""

    score: float | None
    n_rules: int
    n_checked: int
    n_passed: int
    n_error: int
    n_not_applicable: int


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A score a word and overall, in percent, None where nothing was checked; `coverage`: share of planned rules."""

    overall: float | None
    coverage: float
    words: Mapping[Dimension, WordScore]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the gate failed: a code, the rule where it is one rule's, the figure and the limit it broke."""

    code: str
    rule_id: str | None = None
    value: float = 0
    limit: float = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """May this file be synced? `waived_critical` findings of critical rules were excused by name (waivers)."""

    passed: bool
    reasons: tuple[Reason, ...] = ()
    waived_critical: int = 0


@dataclass(frozen=True, slots=True)
class Gate:
    """The sector's policy, from `sector.yaml`.

    Attributes:
        critical: Findings that critical rules may have in all.
        warning: Largest share of checked records that may fail one warning rule.
        errors: Rules that may end in error.
        min_coverage: Smallest share of planned rules that must have been evaluated.
    """

    critical: int = 0
    warning: float = 0.05
    errors: int = 0
    min_coverage: float = 0.5
