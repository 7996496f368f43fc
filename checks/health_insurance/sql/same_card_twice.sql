-- Finds: one card in the list twice with the same term and the same person (mark-folded name or birth date agrees). The same
-- card on different persons is the business of one_card_two_persons.sql.
-- In the order of the first possible birth dates, a record agrees with one before it or with the next one.
-- Denominator: rows with a card number. No parameters.
WITH repeated AS (
    SELECT so_the FROM health_insurance.participant GROUP BY so_the HAVING count(*) > 1
),
participant AS (
    SELECT
        record_id,
        concat_ws('|', so_the, coalesce(tu_ngay::VARCHAR, '-'), coalesce(den_ngay::VARCHAR, '-')) AS card,
        replace(strip_accents(lower(ho_ten)), 'đ', 'd') AS folded,
        ngay_sinh_tu,
        ngay_sinh_den
    FROM health_insurance.participant
    SEMI JOIN repeated USING (so_the)
    WHERE so_the IS NOT NULL
)
SELECT record_id, 'so_the' AS "column"
FROM participant
WINDOW
    by_birth AS (PARTITION BY card ORDER BY ngay_sinh_tu, record_id),
    before AS (
        PARTITION BY card ORDER BY ngay_sinh_tu, record_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
QUALIFY (folded IS NOT NULL AND count(*) OVER (PARTITION BY card, folded) > 1)
    OR ngay_sinh_tu <= max(ngay_sinh_den) OVER before
    OR ngay_sinh_den >= lead(ngay_sinh_tu) OVER by_birth
