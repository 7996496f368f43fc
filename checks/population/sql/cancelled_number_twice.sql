-- Finds: one cancelled number with two persons. It then proposes no number in force to anybody.
-- Denominator: rows with a cancelled number. No parameters.
WITH cancelled AS (
    SELECT record_id, so_dinh_danh, unnest(regexp_extract_all(so_dinh_danh_cu, '[0-9]+')) AS so_cu
    FROM population.person
    WHERE so_dinh_danh_cu IS NOT NULL
)
SELECT record_id, 'so_dinh_danh_cu' AS "column"
FROM cancelled
JOIN (
    SELECT so_cu
    FROM cancelled
    GROUP BY ALL
    HAVING min(so_dinh_danh) <> max(so_dinh_danh)
) AS shared USING (so_cu)
