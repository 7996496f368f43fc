-- Finds: one serial with different issue dates. A serial is printed once, so that one of the dates is wrong.
-- Denominator: rows with an issue date. No parameters.
SELECT record_id, 'ngay_cap' AS "column"
FROM land.holder
JOIN (
    SELECT so_phat_hanh
    FROM land.holder
    GROUP BY ALL
    HAVING min(ngay_cap) <> max(ngay_cap)
) AS serials USING (so_phat_hanh)
WHERE ngay_cap IS NOT NULL
