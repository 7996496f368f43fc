-- Finds: one child registered twice in the same commune: name with marks, full birth date and mother's name agree.
-- Names are compared with their marks, because twins are often called Hùng and Hưng.
-- Denominator: rows with name, full birth date and mother's name. No parameters.
SELECT record_id, 'ho_ten' AS "column"
FROM civil_registry.birth
WHERE length(ngay_sinh) = 10 AND ho_ten IS NOT NULL AND ho_ten_me IS NOT NULL AND ma_xa IS NOT NULL
QUALIFY count(*) OVER (PARTITION BY ma_xa, ngay_sinh, lower(ho_ten), lower(ho_ten_me)) > 1
