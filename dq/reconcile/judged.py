"""Each person joined with the register by identifier, and compared: the one pass over both tables."""

from dq.model import Outcome
from dq.reconcile.form import PLAIN, Form, columns_sql
from dq.reconcile.persons import INVALID, PERSONAL_ID
from dq.reconcile.sql import case_sql, enum_sql, text_sql


def judged_sql(person: str, duplicate: str, registered: str, *, unfound: Outcome, form: Form = PLAIN) -> str:
    """Return a SELECT of one row a person, as narrow as what the ordered tests need.

    `early` is the outcome of the tests before the comparison, or `unfound`, or null if none of them held. Where the
    register has the number, `register_status`, `name`, `birth_date`, `sex` and `same_person_likely` describe its
    holder; also where it is a duplicate: the register says whose it is. Names and dates themselves stay with those
    who are `not_found` only, because their number may be an old one.

    Args:
        person: The persons (`persons.PERSONS_SCHEMA`).
        duplicate: (role, identifier) that stand on different persons.
        registered: The prepared register's persons.
        unfound: What a person is whom the register does not have: `not_found`, or `not_checked` without a register.
        form: What both tables hold of a person.
    """
    found = "r.so_dinh_danh IS NOT NULL"
    early = case_sql(
        {
            "NOT p.applicable": enum_sql(Outcome.NOT_APPLICABLE),
            "p.identifier IS NULL": enum_sql(Outcome.MISSING_ID),
            f"p.id_class = {text_sql(INVALID)}": enum_sql(Outcome.INVALID_ID),
            "d.identifier IS NOT NULL": enum_sql(Outcome.DUPLICATE_ID),
            f"NOT ({found})": enum_sql(unfound),
        }
    )
    of_found = ", ".join(
        f"{case_sql({'found': column})} AS {column}" for column in ("name", "birth_date", "sex", "same_person_likely")
    )
    of_unfound = ", ".join(
        f"{case_sql({f'early = {enum_sql(Outcome.NOT_FOUND)}': column})} AS {column}"
        for column in ("identifier", *form.person)
    )
    personal = f"applicable AND id_class = {text_sql(PERSONAL_ID)}"
    return f"""
        WITH numbered AS (
            SELECT
                *, {case_sql({personal: "identifier"})} AS number, {case_sql({personal: form.number})} AS registered
            FROM {person}
        ),
        pair AS (
            SELECT
                p.record_id, p.source_row, p.role, p.{form.number} AS identifier, {early} AS early, {found} AS found,
                {columns_sql(form.person, of="p")}, {columns_sql(form.registered, of="r")}
            FROM numbered p
            LEFT JOIN {registered} r ON r.so_dinh_danh = p.registered
            LEFT JOIN {duplicate} d ON d.role = p.role AND d.identifier = p.number
        ),
        compared AS ({form.compared("pair")})
        SELECT
            record_id, source_row, role, early, {form.status} AS register_status, p_name IS NULL AS blank_name,
            {of_found}, {of_unfound}
        FROM compared
    """
