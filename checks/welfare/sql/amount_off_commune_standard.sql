-- Finds: amounts whose standard (amount divided by coefficient) is not the one that most rows of the commune have. The
-- standard is one for the whole province, so that the odd rows were not adjusted or have a wrong coefficient.
-- A commune is judged where at least $rows rows are known and more than $share of them agree.
-- Denominator: rows with coefficient and amount. Parameters: rows, share.
WITH standard AS (
    SELECT record_id, ma_xa, round(muc_huong / he_so) AS amount
    FROM welfare.beneficiary
    WHERE he_so > 0 AND muc_huong > 0 AND ma_xa IS NOT NULL
),
usual AS (
    SELECT ma_xa, amount, count(*) AS n, sum(count(*)) OVER (PARTITION BY ma_xa) AS total
    FROM standard
    GROUP BY ma_xa, amount
    QUALIFY n > $share * total AND total >= $rows
)
SELECT s.record_id, 'muc_huong' AS "column"
FROM standard AS s
JOIN usual AS u ON u.ma_xa = s.ma_xa
WHERE abs(s.amount - u.amount) > 1
