-- Finds: one death registered twice in the same commune: name with marks and day of death are equal, birth dates agree at
-- the coarser precision.
-- Denominator: rows with name, birth date and full day of death. No parameters.
SELECT a.record_id, 'ho_ten' AS "column"
FROM civil_registry.death AS a
WHERE length(a.ngay_chet) = 10
  AND EXISTS (
    SELECT 1
    FROM civil_registry.death AS b
    WHERE b.record_id <> a.record_id
      AND b.ma_xa = a.ma_xa
      AND b.ngay_chet = a.ngay_chet
      AND lower(b.ho_ten) = lower(a.ho_ten)
      AND b.ngay_sinh_tu <= a.ngay_sinh_den
      AND a.ngay_sinh_tu <= b.ngay_sinh_den
)
