-- Finds: one death probably registered twice: day of death, name and year of birth agree, but the communes differ, or the
-- name stands once with and once without marks. Birth dates that contradict each other rule it out.
-- Denominator: rows with name, birth date and full day of death. No parameters.
WITH deceased AS (
    SELECT
        record_id,
        ma_xa,
        ngay_chet,
        lower(ho_ten) AS written,
        replace(strip_accents(lower(ho_ten)), 'đ', 'd') AS folded,
        year(ngay_sinh_tu) AS birth_year,
        ngay_sinh_tu,
        ngay_sinh_den
    FROM civil_registry.death
    WHERE length(ngay_chet) = 10 AND ho_ten IS NOT NULL AND ngay_sinh_tu IS NOT NULL
)
SELECT record_id, 'ho_ten' AS "column"
FROM deceased
WINDOW
    as_written AS (PARTITION BY ngay_chet, written, birth_year),
    as_folded AS (PARTITION BY ngay_chet, folded, birth_year)
QUALIFY min(ngay_sinh_den) OVER as_folded >= max(ngay_sinh_tu) OVER as_folded
    AND (
        min(ma_xa) OVER as_written <> max(ma_xa) OVER as_written
        OR (bool_or(written = folded) OVER as_folded AND bool_or(written <> folded) OVER as_folded)
    )
