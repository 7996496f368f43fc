-- Finds: one social-insurance number on different persons: within the social-insurance number the mark-folded names differ, and the birth dates
-- exclude each other. Names or birth dates that agree are the same person, entered twice or renewed.
-- Denominator: rows with a social-insurance number, a name and a birth date. No parameters.
WITH repeated AS (
    SELECT so_bhxh FROM health_insurance.participant GROUP BY so_bhxh HAVING count(*) > 1
),
participant AS (
    SELECT
        record_id,
        so_bhxh,
        replace(strip_accents(lower(ho_ten)), 'đ', 'd') AS folded,
        ngay_sinh_tu,
        ngay_sinh_den
    FROM health_insurance.participant
    SEMI JOIN repeated USING (so_bhxh)
    WHERE so_bhxh IS NOT NULL AND ho_ten IS NOT NULL AND ngay_sinh_tu IS NOT NULL
)
SELECT record_id, 'so_bhxh' AS "column"
FROM participant
WINDOW shared AS (PARTITION BY so_bhxh)
QUALIFY min(folded) OVER shared <> max(folded) OVER shared
    AND min(ngay_sinh_den) OVER shared < max(ngay_sinh_tu) OVER shared
