-- Finds: one card number on different persons: within the card number the mark-folded names differ, and the birth dates
-- exclude each other. Names or birth dates that agree are the same person, entered twice or renewed.
-- Denominator: rows with a card number, a name and a birth date. No parameters.
WITH repeated AS (
    SELECT so_the FROM health_insurance.participant GROUP BY so_the HAVING count(*) > 1
),
participant AS (
    SELECT
        record_id,
        so_the,
        replace(strip_accents(lower(ho_ten)), 'đ', 'd') AS folded,
        ngay_sinh_tu,
        ngay_sinh_den
    FROM health_insurance.participant
    SEMI JOIN repeated USING (so_the)
    WHERE so_the IS NOT NULL AND ho_ten IS NOT NULL AND ngay_sinh_tu IS NOT NULL
)
SELECT record_id, 'so_the' AS "column"
FROM participant
WINDOW shared AS (PARTITION BY so_the)
QUALIFY min(folded) OVER shared <> max(folded) OVER shared
    AND min(ngay_sinh_den) OVER shared < max(ngay_sinh_tu) OVER shared
