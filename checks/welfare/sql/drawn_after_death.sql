-- Finds: benefits of a person whom the death register has, drawn past the month of death: the row has no end or a later
-- one. The same 12-digit number and the same person: mark-folded names equal, or birth dates that agree.
-- A number on more than $most deaths is no person's but was filled down: it is left out.
-- Denominator: rows with a number. Parameters: most.
WITH death AS (
    SELECT
        so_dinh_danh,
        replace(strip_accents(lower(ho_ten)), 'đ', 'd') AS folded,
        ngay_sinh_tu,
        ngay_sinh_den,
        last_day(ngay_chet_den) + 1 AS stopped
    FROM civil_registry.death
    WHERE length(so_dinh_danh) = 12 AND ngay_chet_den IS NOT NULL
    QUALIFY count(*) OVER (PARTITION BY so_dinh_danh) <= $most
)
SELECT DISTINCT b.record_id, 'so_dinh_danh' AS "column"
FROM welfare.beneficiary AS b
JOIN death AS d ON d.so_dinh_danh = b.so_dinh_danh
WHERE least(coalesce(b.ngay_thoi_huong_tu, DATE '9999-12-31'), CAST($as_of AS DATE) + 1) > d.stopped
  AND (
      replace(strip_accents(lower(b.ho_ten)), 'đ', 'd') = d.folded
      OR (d.ngay_sinh_tu <= b.ngay_sinh_den AND b.ngay_sinh_tu <= d.ngay_sinh_den)
  )
