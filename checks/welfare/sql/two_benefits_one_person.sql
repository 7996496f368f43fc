-- Finds: one person who draws benefits of two groups, in whatever commune: the same number and the same person (as in
-- same_benefit_twice.sql). Lawful is group 4 (single parent) together with a group of clause 5, 6 or 8.
-- A number on more than $most rows is no person's but was filled down (register outcome duplicate_id): it is left out.
-- Denominator: rows with a number. Parameters: most.
WITH beneficiary AS (
    SELECT
        record_id,
        so_dinh_danh,
        length(so_dinh_danh) AS digits,
        nhom_doi_tuong,
        left(nhom_doi_tuong, 1) AS clause,
        replace(strip_accents(lower(ho_ten)), 'đ', 'd') AS folded,
        ngay_sinh_tu,
        ngay_sinh_den
    FROM welfare.beneficiary
    WHERE length(so_dinh_danh) IN (9, 12) AND nhom_doi_tuong IS NOT NULL
    QUALIFY count(*) OVER (PARTITION BY so_dinh_danh) BETWEEN 2 AND $most
),
pair AS (
    SELECT
        a.record_id,
        a.digits,
        b.folded = a.folded AS same_name,
        b.ngay_sinh_tu <= a.ngay_sinh_den AND a.ngay_sinh_tu <= b.ngay_sinh_den AS same_birth
    FROM beneficiary AS a
    JOIN beneficiary AS b ON b.so_dinh_danh = a.so_dinh_danh
    WHERE b.nhom_doi_tuong <> a.nhom_doi_tuong
      AND NOT (a.clause = '4' AND b.clause IN ('5', '6', '8'))
      AND NOT (b.clause = '4' AND a.clause IN ('5', '6', '8'))
)
SELECT DISTINCT record_id, 'nhom_doi_tuong' AS "column"
FROM pair
WHERE (digits = 12 AND (same_name OR same_birth)) OR (same_name AND same_birth)
