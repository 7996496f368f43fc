-- Finds: two cards of one person (12-digit personal number and mark-folded name) whose terms overlap. In the order of their
-- first days, a card overlaps the longest one before it, or the next one. One card listed twice is not found here.
-- Denominator: rows with a personal number, a card and both days of its term. No parameters.
WITH card AS (
    SELECT
        record_id,
        concat_ws('|', so_dinh_danh, replace(strip_accents(lower(ho_ten)), 'đ', 'd')) AS person,
        so_the,
        tu_ngay,
        den_ngay
    FROM health_insurance.participant
    WHERE length(so_dinh_danh) = 12 AND ho_ten IS NOT NULL AND so_the IS NOT NULL AND den_ngay >= tu_ngay
)
SELECT record_id, 'tu_ngay' AS "column"
FROM card
WINDOW
    by_start AS (PARTITION BY person ORDER BY tu_ngay, record_id),
    before AS (
        PARTITION BY person ORDER BY tu_ngay, record_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
QUALIFY min(so_the) OVER (PARTITION BY person) <> max(so_the) OVER (PARTITION BY person)
    AND (tu_ngay <= max(den_ngay) OVER before OR den_ngay >= lead(tu_ngay) OVER by_start)
