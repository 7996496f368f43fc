-- Finds: a number that one person has as cancelled and another as the number in force. A number is never given to
-- another person, so that one of the two rows is wrong; both are returned.
-- Denominator: all rows. No parameters.
WITH cancelled AS (
    SELECT record_id, so_dinh_danh, unnest(regexp_extract_all(so_dinh_danh_cu, '[0-9]+')) AS so_cu
    FROM population.person
    WHERE so_dinh_danh_cu IS NOT NULL
),
pairs AS (
    SELECT cancelled.record_id AS former, person.record_id AS current
    FROM cancelled
    JOIN population.person AS person ON person.so_dinh_danh = cancelled.so_cu
    WHERE person.record_id <> cancelled.record_id
)
SELECT former AS record_id, 'so_dinh_danh_cu' AS "column" FROM pairs
UNION
SELECT current AS record_id, 'so_dinh_danh' AS "column" FROM pairs
