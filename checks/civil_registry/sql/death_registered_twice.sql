-- Finds: one death registered twice in the same commune: name with marks and day of death are equal, birth dates agree at
-- the coarser precision. In the order of the first possible birth dates, a record agrees with one before it or the next.
-- Denominator: rows with name, birth date and full day of death. No parameters.
WITH deceased AS (
    SELECT record_id, ma_xa, ngay_chet, lower(ho_ten) AS written, ngay_sinh_tu, ngay_sinh_den
    FROM civil_registry.death
    WHERE length(ngay_chet) = 10 AND ho_ten IS NOT NULL AND ma_xa IS NOT NULL AND ngay_sinh_tu IS NOT NULL
)
SELECT record_id, 'ho_ten' AS "column"
FROM deceased
WINDOW
    namesakes AS (PARTITION BY ma_xa, ngay_chet, written ORDER BY ngay_sinh_tu, record_id),
    before AS (
        PARTITION BY ma_xa, ngay_chet, written ORDER BY ngay_sinh_tu, record_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
QUALIFY ngay_sinh_tu <= max(ngay_sinh_den) OVER before
    OR ngay_sinh_den >= lead(ngay_sinh_tu) OVER namesakes
