-- Finds: one person listed twice in the same group, in whatever commune: the same number and the same person (12 digits:
-- mark-folded names equal or birth dates agree; an old CMND was issued twice, so that both must agree).
-- Group 4 is left out: a single parent may be listed once a child. One number on different persons is the register
-- outcome duplicate_id.
-- Denominator: rows with a number. No parameters.
WITH beneficiary AS (
    SELECT
        record_id,
        so_dinh_danh,
        nhom_doi_tuong,
        replace(strip_accents(lower(ho_ten)), 'đ', 'd') AS folded,
        ngay_sinh_tu,
        ngay_sinh_den
    FROM welfare.beneficiary
    WHERE length(so_dinh_danh) IN (9, 12) AND nhom_doi_tuong <> '4'
),
pair AS (
    SELECT
        a.record_id,
        length(a.so_dinh_danh) AS digits,
        b.folded = a.folded AS same_name,
        b.ngay_sinh_tu <= a.ngay_sinh_den AND a.ngay_sinh_tu <= b.ngay_sinh_den AS same_birth
    FROM beneficiary AS a
    JOIN beneficiary AS b
      ON b.so_dinh_danh = a.so_dinh_danh
     AND b.nhom_doi_tuong = a.nhom_doi_tuong
     AND b.record_id <> a.record_id
)
SELECT DISTINCT record_id, 'so_dinh_danh' AS "column"
FROM pair
WHERE (digits = 12 AND (same_name OR same_birth)) OR (same_name AND same_birth)
