-- Finds: one death probably registered twice: day of death and name agree, but the communes differ, or one of the names
-- was written without marks. The birth dates must agree.
-- Denominator: rows with name, birth date and full day of death. No parameters.
WITH deceased AS (
    SELECT
        record_id,
        ma_xa,
        ngay_chet,
        lower(ho_ten) AS written,
        replace(strip_accents(lower(ho_ten)), 'đ', 'd') AS folded,
        ngay_sinh_tu,
        ngay_sinh_den
    FROM civil_registry.death
    WHERE length(ngay_chet) = 10
)
SELECT a.record_id, 'ho_ten' AS "column"
FROM deceased AS a
WHERE EXISTS (
    SELECT 1
    FROM deceased AS b
    WHERE b.record_id <> a.record_id
      AND b.ngay_chet = a.ngay_chet
      AND b.folded = a.folded
      AND b.ngay_sinh_tu <= a.ngay_sinh_den
      AND a.ngay_sinh_tu <= b.ngay_sinh_den
      AND (
          (b.written = a.written AND b.ma_xa <> a.ma_xa)
          OR (b.written <> a.written AND (a.written = a.folded OR b.written = b.folded))
      )
)
