-- Finds: holders who may be a person of the death register: the same mark-folded name and the same full birth date, where
-- one of the two has no 12-digit number. 1 January is left out, because it stands for an unknown day. With two numbers it
-- is holder_has_died.sql or two persons.
-- Denominator: rows of persons with name and full birth date. No parameters.
WITH death AS (
    SELECT
        replace(strip_accents(lower(ho_ten)), 'đ', 'd') AS folded,
        ngay_sinh,
        coalesce(length(so_dinh_danh) = 12, false) AS numbered
    FROM civil_registry.death
    WHERE ho_ten IS NOT NULL AND length(ngay_sinh) = 10 AND right(ngay_sinh, 5) <> '01-01'
)
SELECT DISTINCT h.record_id, 'ho_ten' AS "column"
FROM land.holder AS h
JOIN death AS d
  ON d.ngay_sinh = h.ngay_sinh AND d.folded = replace(strip_accents(lower(h.ho_ten)), 'đ', 'd')
WHERE NOT (d.numbered AND coalesce(length(h.so_dinh_danh) = 12, false))
