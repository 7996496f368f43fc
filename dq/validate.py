"""Record rules: each a Polars expression, all flags of a batch in one `select`, judged by a pandera schema of Checks.

A flag is true where the rule holds, false where it is violated, null where it is not checked: the rule's `when` is not
true, a value it needs is absent, or a cell that it reads could not be read as its type.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

import pandera.polars as pa
import polars as pl

from dq import findings
from dq.catalog.evidence import evidence
from dq.catalog.schemas import DatasetSchema, Storage
from dq.errors import RuleError
from dq.model import (
    AS_OF,
    COLUMN_ABSENT,
    NOTHING_TO_CHECK,
    RECORD_ID,
    SOURCE_ROW,
    UNREADABLE,
    Assert,
    Evaluation,
    Predicate,
    Rule,
    RuleResult,
    Status,
)
from dq.predicates.registry import PREDICATES

JUDGED = 40  # batches whose flags are judged at once; flags are small
_VIOLATING = 100_000  # rows whose findings make a table
_IDS = (RECORD_ID, SOURCE_ROW)
_STRING = re.compile(r"'(?:[^']|'')*'")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_FORBIDDEN = re.compile(r"\b(SELECT|CURRENT_DATE|CURRENT_TIME|CURRENT_TIMESTAMP|NOW|TODAY)\b", re.IGNORECASE)
_DTYPES: Mapping[Storage, type[pl.DataType]] = {
    Storage.TEXT: pl.String,
    Storage.PARTIAL_DATE: pl.String,
    Storage.DATE: pl.Date,
    Storage.INTEGER: pl.Int64,
    Storage.DECIMAL: pl.Float64,
}


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A record rule as an expression that gives its flag. `column` is where a finding points."""

    rule: Rule
    flag: pl.Expr
    reads: tuple[str, ...]
    column: str
    evidence: str


def compile_rule(rule: Rule, schema: DatasetSchema) -> CompiledRule:
    """Return `rule` as an expression over a canonical batch that has the column `as_of`.

    Raises:
        RuleError: The expression cannot be parsed, reads a column that does not exist, or calls for a sub-query or
            the clock; the predicate is unknown or has other arguments. Names file and line.
    """
    physical = schema.physical()
    match rule.body:
        case Assert(expression=text):
            body = _parse(text, rule)
        case Predicate(name=name, columns=columns, arguments=arguments):
            body = _predicate(rule, name, columns, arguments)
        case _:
            raise RuleError("rule.not_a_record_rule", rule=rule.id, where=str(rule.source))
    reads = _names(body, rule, physical)
    scope = []
    if rule.when is not None:
        scope.append(_parse(rule.when, rule))
        _names(scope[0], rule, physical)
    unread = dict.fromkeys(name for column in reads for name in _flags(column, physical) if name not in reads)
    scope += [~pl.col(name) for name in unread]
    fields = list(dict.fromkeys(physical[column].name for column in reads if column in physical))
    flag = pl.when(*scope).then(body).otherwise(None) if scope else body
    return CompiledRule(
        rule=rule,
        flag=flag.cast(pl.Boolean).alias(rule.id),
        reads=tuple(fields),
        column=_primary(rule, physical),
        evidence=evidence(rule),
    )


def batch_evaluator(
    rules: Sequence[Rule], schema: DatasetSchema, present: Iterable[str], as_of: date
) -> "BatchEvaluator":
    """Return the evaluator of record `rules` for a file that has the fields `present`."""
    compiled: dict[str, CompiledRule | RuleResult] = {}
    available = set(present)
    for rule in rules:
        try:
            item = compile_rule(rule, schema)
        except RuleError as error:
            compiled[rule.id] = RuleResult(rule.id, Status.ERROR, reason=f"RuleError: {error.key}")
            continue
        absent = [name for name in item.reads if name not in available]
        if absent:
            reason = f"{COLUMN_ABSENT}: {', '.join(absent)}"
            compiled[rule.id] = RuleResult(rule.id, Status.NOT_APPLICABLE, reason=reason, evidence=item.evidence)
        else:
            compiled[rule.id] = item
    return BatchEvaluator(schema, as_of, compiled)


@dataclass(frozen=True, slots=True)
class Flags:
    """What the record rules say of a batch.

    Attributes:
        frame: `record_id`, `source_row` and a flag a rule, of the rows that violate any rule: a row that violates none
            can change no verdict, and most rows are such.
        n_checked: How many rows of the batch each rule judged.
        broken: The class of what a rule raised, instead of its flags, by rule.
    """

    frame: pl.DataFrame
    n_checked: Mapping[str, int]
    broken: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BatchEvaluator:
    """Judges canonical batches. Row-local: it needs to see neither the whole table nor the batches in order."""

    schema: DatasetSchema
    as_of: date
    rules: Mapping[str, CompiledRule | RuleResult]
    _known: set[tuple[object, ...]] = field(default_factory=set)  # columns and types that were found to be right

    def __call__(self, batch: pl.DataFrame) -> Evaluation:
        """Return one result a rule, in rule order, and the findings of this batch."""
        results, found = self.judge([self.flag(batch)])
        return Evaluation(results, findings.concat(found).lazy())

    def flag(self, batch: pl.DataFrame | pl.LazyFrame) -> Flags:
        """Return the flags of a batch, for as many threads as there are; a lazy one is streamed."""
        columns = batch.collect_schema()
        known = tuple(columns.items())
        if known not in self._known:
            _check_columns(complete(columns.to_frame(), self.schema, self.as_of), self.schema)
            self._known.add(known)
        runnable = [item for item in self.rules.values() if isinstance(item, CompiledRule)]
        frame = batch.lazy().with_columns(_absent(columns.names(), self.schema, self.as_of))
        # A batch in memory is small, and the streaming engine need not keep the order of rows.
        flags, broken = _flag_frame(frame, runnable, "in-memory" if isinstance(batch, pl.DataFrame) else "streaming")
        names = [name for name in flags.columns if name not in _IDS]
        n_checked = flags.select(pl.col(names).count()).row(0, named=True) if names else {}
        violating = flags.filter(pl.any_horizontal(~pl.col(names)) if names else pl.lit(value=False))
        return Flags(violating, n_checked, broken)

    def judge(self, batches: Sequence[Flags]) -> tuple[tuple[RuleResult, ...], Iterator[pl.DataFrame]]:
        """Return one result a rule, in rule order, and the findings of `batches` in turn, in tables.

        pandera takes as long for a million flags as for a thousand, so it is asked about several batches at once.
        """
        broken = {rule_id: error for batch in batches for rule_id, error in batch.broken.items()}
        flags = pl.concat([batch.frame.drop(*_IDS, *broken, strict=False) for batch in batches])
        failed = _judge(flags)
        results = []
        for rule_id, item in self.rules.items():
            if isinstance(item, RuleResult):
                results.append(item)
            elif rule_id in broken:
                results.append(RuleResult(rule_id, Status.ERROR, reason=broken[rule_id], evidence=item.evidence))
            else:
                n_failed = int(failed[rule_id].sum()) if rule_id in failed else 0
                status = Status.FAILED if n_failed else Status.PASSED
                n_checked = sum(batch.n_checked[rule_id] for batch in batches)
                results.append(RuleResult(rule_id, status, n_checked, n_failed, evidence=item.evidence))
        return tuple(results), self._findings(batches, failed)

    def _findings(self, batches: Sequence[Flags], failed: Mapping[str, pl.Series]) -> Iterator[pl.DataFrame]:
        """Yield the findings in tables of some size: each becomes a file."""
        rows = pl.concat([batch.frame.select(_IDS) for batch in batches])
        for first in range(0, rows.height, _VIOLATING):
            some = rows.slice(first, _VIOLATING)
            tables = []
            for rule_id, flags in failed.items():
                item = self.rules[rule_id]
                column = item.column if isinstance(item, CompiledRule) else None
                found = some.filter(flags.slice(first, _VIOLATING))
                tables.append(findings.build(found, rule_id=rule_id, dataset=self.schema.dataset, column=column))
            if tables:  # rows that violate only a rule which broke elsewhere have no findings
                yield pl.concat(tables)


def merge_results(batches: Iterable[Sequence[RuleResult]]) -> tuple[RuleResult, ...]:
    """Return the results of a whole table from those of its batches: counts add up, an error in one batch stays.

    A rule that found nothing to check in any batch is `not_applicable`: nothing checked is no pass.
    """
    merged: dict[str, RuleResult] = {}
    for results in batches:
        for new in results:
            old = merged.get(new.rule_id)
            merged[new.rule_id] = new if old is None else _add(old, new)
    return tuple(_settle(result) for result in merged.values())


def complete(batch: pl.DataFrame, schema: DatasetSchema, as_of: date) -> pl.DataFrame:
    """Return `batch` with every column a rule may name: absent fields as null, and `as_of`."""
    return batch.with_columns(_absent(batch.columns, schema, as_of))


def _absent(columns: Sequence[str], schema: DatasetSchema, as_of: date) -> list[pl.Expr]:
    """Return the columns that a rule may name and `columns` do not have."""
    missing: list[pl.Expr] = [pl.lit(as_of).alias(AS_OF)]
    for name, owner in schema.physical().items():
        if name in columns:
            continue
        if name.endswith(UNREADABLE):
            missing.append(pl.lit(value=False).alias(name))
        else:
            bound = owner.type.storage is Storage.PARTIAL_DATE and name != owner.name
            missing.append(pl.lit(None, dtype=pl.Date if bound else _DTYPES[owner.type.storage]).alias(name))
    return missing


def _parse(text: str, rule: Rule) -> pl.Expr:
    forbidden = _FORBIDDEN.search(_STRING.sub("''", text))
    if forbidden:
        raise RuleError("rule.forbidden_word", rule=rule.id, where=str(rule.source), word=forbidden[0])
    try:
        return pl.sql_expr(text)
    except pl.exceptions.PolarsError as error:
        problem = str(error).splitlines()[0]
        raise RuleError("rule.unparsable", rule=rule.id, where=str(rule.source), problem=problem) from None


def _predicate(rule: Rule, name: str, columns: Sequence[str], arguments: Mapping[str, Any]) -> pl.Expr:
    function: Callable[..., pl.Expr] | None = PREDICATES.get(name)
    if function is None:
        near = get_close_matches(name, PREDICATES, n=1)
        hint = near[0] if near else "—"
        raise RuleError("rule.unknown_predicate", rule=rule.id, where=str(rule.source), name=name, near=hint)
    try:
        return function(*map(pl.col, columns), **arguments)
    except TypeError:
        raise RuleError("rule.bad_arguments", rule=rule.id, where=str(rule.source), name=name) from None


def _names(expression: pl.Expr, rule: Rule, physical: Mapping[str, Any]) -> list[str]:
    names = list(dict.fromkeys(expression.meta.root_names()))
    for name in names:
        if name not in physical and name != AS_OF:
            near = get_close_matches(name, physical, n=1)
            hint = near[0] if near else "—"
            raise RuleError("rule.unknown_column", rule=rule.id, where=str(rule.source), column=name, near=hint)
    return names


def _flags(column: str, physical: Mapping[str, Any]) -> list[str]:
    if column not in physical or column.endswith(UNREADABLE):
        return []
    return [name for name in physical[column].physical if name.endswith(UNREADABLE)]


def _primary(rule: Rule, physical: Mapping[str, Any]) -> str:
    """Return where a finding points: what the rule names first, in whatever order the expression reads its columns."""
    if isinstance(rule.body, Assert):
        named = _WORD.findall(rule.body.expression)
    else:
        named = list(rule.body.columns) if isinstance(rule.body, Predicate) else []
    return next((physical[column].name for column in named if column in physical), "")


def _check_columns(frame: pl.DataFrame, schema: DatasetSchema) -> None:
    columns = {
        field.name: pa.Column(_DTYPES[field.type.storage], nullable=True, required=True) for field in schema.fields
    }
    pa.DataFrameSchema(columns).validate(frame.head(0))


def _flag_frame(
    frame: pl.LazyFrame, rules: Sequence[CompiledRule], engine: pl._typing.EngineType
) -> tuple[pl.DataFrame, dict[str, str]]:
    try:
        # Lazily, because only there common parts of the rules are computed once.
        return frame.select(*_IDS, *(item.flag for item in rules)).collect(engine=engine), {}
    except Exception:  # noqa: BLE001 - an engine's error of any kind is one rule's `error`: find out whose
        return _flags_one_by_one(frame.collect(), rules)


def _flags_one_by_one(frame: pl.DataFrame, rules: Sequence[CompiledRule]) -> tuple[pl.DataFrame, dict[str, str]]:
    flags, broken = frame.select(_IDS), {}
    for item in rules:
        try:
            # Beside the ids, even a single value becomes a column.
            flags = flags.with_columns(frame.select(*_IDS, item.flag)[item.rule.id])
        except Exception as error:  # noqa: BLE001 - kept as the rule's status; its text may hold cell values
            broken[item.rule.id] = type(error).__name__
    return flags, broken


def _judge(flags: pl.DataFrame) -> dict[str, pl.Series]:
    """Return, for each rule that pandera finds violated, a Boolean column: true where the row violates it."""
    columns = {
        name: pa.Column(pl.Boolean, nullable=True, checks=pa.Check(_holds, name=name, n_failure_cases=1))
        for name in flags.columns
    }
    try:
        pa.DataFrameSchema(columns).validate(flags, lazy=True)
    except pa.errors.SchemaErrors as error:
        return {item.check.name: ~item.check_output.to_series() for item in error.schema_errors}
    return {}


def _holds(data: Any) -> pl.LazyFrame:
    lazy: pl.LazyFrame = data.lazyframe
    return lazy.select(pl.col(data.key).fill_null(value=True))


def _add(old: RuleResult, new: RuleResult) -> RuleResult:
    if Status.ERROR in {old.status, new.status}:
        return old if old.status is Status.ERROR else new
    if Status.NOT_APPLICABLE in {old.status, new.status}:
        return old
    n_failed = old.n_failed + new.n_failed
    status = Status.FAILED if n_failed else Status.PASSED
    return RuleResult(old.rule_id, status, old.n_checked + new.n_checked, n_failed, evidence=old.evidence)


def _settle(result: RuleResult) -> RuleResult:
    if result.status is Status.PASSED and result.n_checked == 0:
        return RuleResult(result.rule_id, Status.NOT_APPLICABLE, reason=NOTHING_TO_CHECK, evidence=result.evidence)
    return result
