-- Finds: one child registered twice in the same commune: name with marks, full birth date and mother's name agree.
-- Names are compared with their marks, because twins are often called Hùng and Hưng.
-- Denominator: rows with name, full birth date and mother's name. No parameters.
SELECT a.record_id, 'ho_ten' AS "column"
FROM civil_registry.birth AS a
WHERE length(a.ngay_sinh) = 10
  AND EXISTS (
    SELECT 1
    FROM civil_registry.birth AS b
    WHERE b.record_id <> a.record_id
      AND b.ma_xa = a.ma_xa
      AND b.ngay_sinh = a.ngay_sinh
      AND lower(b.ho_ten) = lower(a.ho_ten)
      AND lower(b.ho_ten_me) = lower(a.ho_ten_me)
)
