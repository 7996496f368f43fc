-- Finds: two cards of one person (12-digit personal number and mark-folded name) whose terms overlap. One card listed twice
-- is the business of same_card_twice.sql; a number on more than $most rows is no person's but was filled down.
-- Denominator: rows with a personal number, a card and both days of its term. Parameters: most.
WITH card AS (
    SELECT
        record_id,
        so_dinh_danh,
        replace(strip_accents(lower(ho_ten)), 'đ', 'd') AS folded,
        so_the,
        tu_ngay,
        den_ngay
    FROM health_insurance.participant
    WHERE length(so_dinh_danh) = 12 AND ho_ten IS NOT NULL AND so_the IS NOT NULL AND den_ngay >= tu_ngay
    QUALIFY count(*) OVER (PARTITION BY so_dinh_danh) BETWEEN 2 AND $most
)
SELECT DISTINCT a.record_id, 'tu_ngay' AS "column"
FROM card AS a
JOIN card AS b ON b.so_dinh_danh = a.so_dinh_danh AND b.folded = a.folded
WHERE b.so_the <> a.so_the AND b.tu_ngay <= a.den_ngay AND a.tu_ngay <= b.den_ngay
