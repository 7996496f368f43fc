"""Rows that answers take out of the export as one too many: one row of each group of duplicates must stay.

Findings say that a row is one of several, not of which. So the rule itself is asked: a row may go while the rule would
still find it beside the rows that stay. That holds for any rule over rows of the dataset, whatever makes two rows one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from dq.catalog import Catalog
from dq.catalog.schemas import DatasetSchema
from dq.engine import duck
from dq.engine.limits import Limits
from dq.errors import RuleError
from dq.model import RECORD_ID, Answer, Loaded, Outcome, Query, Rule, Status, Table
from dq.normalize import Readings, normalize_batch
from dq.pipeline.batches import query_view
from dq.query import query
from dq.review.answers import NUMBER, Rejection, reject
from dq.review.values import raw_records
from dq.staging import PartsWriter, read_parts

_ROUNDS = 64  # each separates at least a quarter of what is left, so that thousands of groups take a dozen
Records = pl.Series


def keep_one_of_each(
    answers: pl.DataFrame,
    loaded: Loaded,
    readings: Readings,
    *,
    catalog: Catalog,
    schema: DatasetSchema,
    as_of: date,
    limits: Limits,
    work: Path,
) -> pl.DataFrame:
    """Return the answers with those sent back that together take out every row of a group of duplicates.

    A row that another good answer takes out for a reason of its own (its person has died, the line is broken) goes.

    Args:
        answers: Judged answers; those with a `reason` count for nothing.
        loaded: The input of the run that is answered, staged.
        readings: How its columns are read.
        catalog: The schemas and rules.
        schema: The dataset's schema.
        as_of: The day of that run.
        limits: Memory and threads.
        work: A folder for staged tables.
    """
    removes = answers.filter(pl.col("reason").is_null(), pl.col("answer") == str(Answer.REMOVE))
    rules = _group_rules(removes, catalog, schema)
    removed = removes[RECORD_ID].unique().sort()
    if not rules:
        return answers
    rows = normalize_batch(raw_records(loaded.raw.parts(), removed), schema, readings).frame
    find = _Asked(loaded, readings, rows, schema, as_of, limits, work)
    last = [removes.clear().select(NUMBER)]
    for rule_id, rule in rules.items():
        of_rule = removes.filter(pl.col("rule_id") == rule_id)
        left = _without_others(rule, of_rule[RECORD_ID].unique().sort(), find)
        last.append(of_rule.filter(pl.col(RECORD_ID).is_in(left.implode())).select(NUMBER))
    unproven = pl.col(NUMBER).is_in(pl.concat(last)[NUMBER].implode())
    otherwise = removes.filter(~unproven)[RECORD_ID].unique()
    return reject(
        answers,
        unproven & ~pl.col(RECORD_ID).is_in(otherwise.implode()),
        Rejection.LAST_OF_GROUP,
        pl.col("rule_id"),
    )


def _group_rules(removes: pl.DataFrame, catalog: Catalog, schema: DatasetSchema) -> Mapping[str, Rule]:
    """Return the rules that the removals answer and that compare rows of the dataset, by id.

    Whether another dataset (of the dead) speaks for a removal does not depend on what stays here.
    """
    wanted = set(removes["rule_id"].drop_nulls())
    rules = {rule.id: rule for rule in catalog.rules[schema.dataset] if rule.id in wanted}
    found = {id_: rule for id_, rule in rules.items() if isinstance(rule.body, Query) and not rule.body.companions}
    duplicate = f"{schema.dataset}.register.{Outcome.DUPLICATE_ID}"
    if duplicate in rules:
        found[duplicate] = _same_number(rules[duplicate], schema, catalog)
    return found


def _same_number(rule: Rule, schema: DatasetSchema, catalog: Catalog) -> Rule:
    """Return a query for the register's outcome: one number in two rows, in the column of a role."""
    selects = [
        f'SELECT record_id FROM {schema.dataset} WHERE "{name}" IN '
        f'(SELECT "{name}" FROM {schema.dataset} GROUP BY 1 HAVING count(*) > 1)'
        for name in (role.identifier for role in catalog.roles(schema.dataset))
    ]
    return replace(rule, body=Query(" UNION ".join(selects), {}), columns=())


def _without_others(rule: Rule, asked: Records, find: "_Asked") -> Records:
    """Return which of `asked` the rule would not find beside the rows that stay.

    Those that it does not find among the removed rows have their others among those that stay. The rest is halved at
    random, again and again: a row that the rule does not find in its half is asked about beside the rows that stay,
    with all others of that half of which the same is true.
    """
    pending, last = _common(find.among(rule, find.removed[RECORD_ID]), asked), [asked.clear()]
    for round_ in range(_ROUNDS):
        if pending.is_empty():
            break
        side = pending.hash(seed=round_) % 2
        halves = [half for half in (pending.filter(side == 0), pending.filter(side == 1)) if not half.is_empty()]
        undecided = [pending.clear()]
        for half in halves:
            together = _common(find.among(rule, half), half)
            alone = _without(half, together)
            undecided.append(together)
            if not alone.is_empty():
                last.append(_without(alone, find.beside_the_rest(rule, alone)))
        pending = pl.concat(undecided)
    return pl.concat([*last, pending])


@dataclass(frozen=True, slots=True)
class _Asked:
    """Asks rules about some of the `removed` rows alone, or beside all rows that stay; canonical tables."""

    loaded: Loaded
    readings: Readings
    removed: pl.DataFrame
    schema: DatasetSchema
    as_of: date
    limits: Limits
    work: Path

    def among(self, rule: Rule, records: Records) -> Records:
        """Return the records that `rule` finds in a table of nothing but `records`."""
        return self._found(rule, self._table("some"), records)

    def beside_the_rest(self, rule: Rule, records: Records) -> Records:
        """Return the records that `rule` finds in a table of `records` and all rows that stay."""
        table = self._table("rest")
        if not table.parts():
            writer = PartsWriter(table.folder)
            for part in read_parts(self.loaded.raw.folder):
                stays = part.filter(~pl.col(RECORD_ID).is_in(self.removed[RECORD_ID].implode()))
                writer.write(normalize_batch(stays, self.schema, self.readings).frame)
        return self._found(rule, table, records)

    def _table(self, name: str) -> Table:
        folder = self.work / name
        folder.mkdir(parents=True, exist_ok=True)
        return Table(self.schema.dataset, folder, (), 0)

    def _found(self, rule: Rule, table: Table, records: Records) -> Records:
        rows = self.removed.filter(pl.col(RECORD_ID).is_in(records.implode()))
        rows.write_parquet(table.folder / "part-asked.parquet")
        views = {self.schema.dataset: query_view(self.schema, replace(table, columns=tuple(rows.columns)))}
        connection = duck.connect_locked(self.limits, self.work / "spill", views=views, folders=[self.work])
        with connection:
            found = query(
                connection, [rule], schema=self.schema, present=rows.columns, as_of=self.as_of, out=self.work / "found"
            )
        status = found.results[0].status
        if status is Status.ERROR:
            raise RuleError("apply.rule_error", rule=rule.id)
        if status is not Status.FAILED:  # nothing was written, and what is there is of the question before
            return records.clear()
        return found.findings.select(RECORD_ID).unique().collect()[RECORD_ID]


def _common(left: Records, right: Records) -> Records:
    return left.filter(left.is_in(right.implode()))


def _without(left: Records, right: Records) -> Records:
    return left.filter(~left.is_in(right.implode()))
