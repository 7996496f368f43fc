"""Named record predicates: what a rule can ask of one row that a SQL expression cannot say.

A predicate is a pure function `(pl.Expr, …, *, parameters) -> pl.Expr`: the rule's `columns` in their order, then the
rule's `arguments` by name. It gives a Boolean expression: true where it holds, false where it is violated, and null
where it cannot be judged. Null in any column gives null. Values are canonical ones (DESIGN §4), so text is in Unicode
composed form. All names stand in one dict, `dq.predicates.registry.PREDICATES`.
"""
