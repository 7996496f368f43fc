-- Finds: cards in force of persons whom the death register has for more than $days days. The same 12-digit number and the
-- same person: mark-folded names equal, or birth dates that agree.
-- A number on more than $most deaths is no person's but was filled down: it is left out.
-- Denominator: rows with a number. Parameters: days, most.
WITH death AS (
    SELECT
        so_dinh_danh,
        replace(strip_accents(lower(ho_ten)), 'đ', 'd') AS folded,
        ngay_sinh_tu,
        ngay_sinh_den
    FROM civil_registry.death
    WHERE length(so_dinh_danh) = 12 AND ngay_chet_den + $days < CAST($as_of AS DATE)
    QUALIFY count(*) OVER (PARTITION BY so_dinh_danh) <= $most
)
SELECT DISTINCT p.record_id, 'so_dinh_danh' AS "column"
FROM health_insurance.participant AS p
JOIN death AS d ON d.so_dinh_danh = p.so_dinh_danh
WHERE coalesce(p.den_ngay >= CAST($as_of AS DATE), true)
  AND (
      replace(strip_accents(lower(p.ho_ten)), 'đ', 'd') = d.folded
      OR (d.ngay_sinh_tu <= p.ngay_sinh_den AND p.ngay_sinh_tu <= d.ngay_sinh_den)
  )
