-- Finds: benefits drawn past the month of death by a person who may be one of the death register: the same mark-folded
-- name and the same full birth date, where one of the two has no 12-digit number. 1 January is left out, because it
-- stands for an unknown day. With two numbers it is drawn_after_death.sql or two persons.
-- Denominator: rows with name and full birth date. No parameters.
WITH death AS (
    SELECT
        replace(strip_accents(lower(ho_ten)), 'đ', 'd') AS folded,
        ngay_sinh,
        coalesce(length(so_dinh_danh) = 12, false) AS numbered,
        last_day(ngay_chet_den) + 1 AS stopped
    FROM civil_registry.death
    WHERE ho_ten IS NOT NULL AND length(ngay_sinh) = 10 AND right(ngay_sinh, 5) <> '01-01'
      AND ngay_chet_den IS NOT NULL
)
SELECT DISTINCT b.record_id, 'ho_ten' AS "column"
FROM welfare.beneficiary AS b
JOIN death AS d
  ON d.ngay_sinh = b.ngay_sinh AND d.folded = replace(strip_accents(lower(b.ho_ten)), 'đ', 'd')
WHERE NOT (d.numbered AND coalesce(length(b.so_dinh_danh) = 12, false))
  AND least(coalesce(b.ngay_thoi_huong_tu, DATE '9999-12-31'), CAST($as_of AS DATE) + 1) > d.stopped
