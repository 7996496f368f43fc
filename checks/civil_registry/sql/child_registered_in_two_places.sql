-- Finds: one child probably registered twice: full birth date, name and mother's name agree, but the communes differ, or
-- the name stands once with and once without marks. Years of birth of the mother that contradict each other rule it out.
-- Denominator: rows with name, full birth date and mother's name. No parameters.
WITH child AS (
    SELECT
        record_id,
        ma_xa,
        ngay_sinh,
        lower(ho_ten) AS written,
        replace(strip_accents(lower(ho_ten)), 'đ', 'd') AS folded,
        replace(strip_accents(lower(ho_ten_me)), 'đ', 'd') AS mother,
        nam_sinh_me_tu,
        nam_sinh_me_den
    FROM civil_registry.birth
    WHERE length(ngay_sinh) = 10 AND ho_ten IS NOT NULL AND ho_ten_me IS NOT NULL
)
SELECT record_id, 'ho_ten' AS "column"
FROM child
WINDOW
    as_written AS (PARTITION BY ngay_sinh, written, mother),
    as_folded AS (PARTITION BY ngay_sinh, folded, mother)
QUALIFY coalesce(min(nam_sinh_me_den) OVER as_folded >= max(nam_sinh_me_tu) OVER as_folded, true)
    AND (
        min(ma_xa) OVER as_written <> max(ma_xa) OVER as_written
        OR (bool_or(written = folded) OVER as_folded AND bool_or(written <> folded) OVER as_folded)
    )
