-- Finds: one child probably registered twice: full birth date, name and mother's name agree, but the communes differ, or
-- one of the names was written without marks. Years of birth of the mother that contradict each other rule it out.
-- Denominator: rows with name, full birth date and mother's name. No parameters.
WITH child AS (
    SELECT
        record_id,
        ma_xa,
        ngay_sinh,
        lower(ho_ten) AS written,
        replace(strip_accents(lower(ho_ten)), 'đ', 'd') AS folded,
        replace(strip_accents(lower(ho_ten_me)), 'đ', 'd') AS mother,
        nam_sinh_me_tu,
        nam_sinh_me_den
    FROM civil_registry.birth
    WHERE length(ngay_sinh) = 10
)
SELECT a.record_id, 'ho_ten' AS "column"
FROM child AS a
WHERE EXISTS (
    SELECT 1
    FROM child AS b
    WHERE b.record_id <> a.record_id
      AND b.ngay_sinh = a.ngay_sinh
      AND b.folded = a.folded
      AND b.mother = a.mother
      AND coalesce(b.nam_sinh_me_tu <= a.nam_sinh_me_den AND a.nam_sinh_me_tu <= b.nam_sinh_me_den, true)
      AND (
          (b.written = a.written AND b.ma_xa <> a.ma_xa)
          OR (b.written <> a.written AND (a.written = a.folded OR b.written = b.folded))
      )
)
