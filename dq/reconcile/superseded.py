"""The holder of a number that is no longer in force.

Numbers are cancelled *because* birth year or sex was corrected (NĐ 70/2024/NĐ-CP Đ.11), so the name alone must agree;
CMND numbers were issued twice, so the birth date must agree as well. Whatever is found is proposed, never applied.
"""

from dq.model import Outcome
from dq.reconcile.form import PLAIN, Form, columns_sql
from dq.reconcile.sql import enum_sql, text_sql
from dq.reconcile.verdicts import differs_sql

CANCELLED = "cancelled"


def proposal_sql(judged: str, old_number: str, *, form: Form = PLAIN) -> str:
    """Return a SELECT of the persons of `judged` whose number is an old one of exactly one person, with that person.

    It gives `record_id`, `role`, `proposed_id`, the register's `register_status`, and the verdicts. Of several holders
    of an old number those count whose name agrees, which both sides must hold. Names that agree are equal with i for
    y, so they can be joined on: a filler number on thousands of records and of holders makes no product of them.

    Args:
        judged: See `judged.judged_sql`.
        old_number: The numbers no longer in force.
        form: What both tables hold of a person.
    """
    return f"""
        WITH candidate AS (
            SELECT record_id, role, identifier, {", ".join(form.person)}, {form.spelled[0]} AS spelled
            FROM {judged}
            WHERE early = {enum_sql(Outcome.NOT_FOUND)} AND p_name IS NOT NULL
        ),
        holder AS (
            SELECT
                old_number, kind, so_dinh_danh, {columns_sql(form.registered, of="o")}, {form.spelled[1]} AS spelled
            FROM {old_number} o SEMI JOIN candidate ON o.old_number = candidate.identifier
        ),
        pair AS (
            SELECT candidate.*, holder.* EXCLUDE (spelled)
            FROM candidate JOIN holder
            ON candidate.identifier = holder.old_number AND candidate.spelled = holder.spelled
        ),
        compared AS ({form.compared("pair")})
        SELECT
            record_id, role, min(so_dinh_danh) AS proposed_id, min({form.status}) AS register_status,
            min(name) AS name, min(birth_date) AS birth_date, min(sex) AS sex,
            bool_or(same_person_likely) AS same_person_likely
        FROM compared
        WHERE kind = {text_sql(CANCELLED)} OR NOT ({differs_sql("birth_date")})
        GROUP BY record_id, role
        HAVING count(DISTINCT so_dinh_danh) = 1
    """
