-- Finds: the same name (mark-folded), full birth date and sex twice in one commune, where one of the two has no 12-digit
-- number. Two different 12-digit numbers are two persons; 1 January is left out, because it stands for an unknown day.
-- Denominator: rows with name, full birth date and sex. No parameters.
WITH beneficiary AS (
    SELECT
        record_id,
        ma_xa,
        replace(strip_accents(lower(ho_ten)), 'đ', 'd') AS folded,
        ngay_sinh,
        gioi_tinh,
        so_dinh_danh,
        coalesce(length(so_dinh_danh) = 12, false) AS numbered
    FROM welfare.beneficiary
    WHERE length(ngay_sinh) = 10 AND right(ngay_sinh, 5) <> '01-01'
)
SELECT a.record_id, 'ho_ten' AS "column"
FROM beneficiary AS a
WHERE EXISTS (
    SELECT 1
    FROM beneficiary AS b
    WHERE b.record_id <> a.record_id
      AND b.ma_xa = a.ma_xa
      AND b.folded = a.folded
      AND b.ngay_sinh = a.ngay_sinh
      AND b.gioi_tinh = a.gioi_tinh
      AND NOT (a.numbered AND b.numbered)
      AND b.so_dinh_danh IS DISTINCT FROM a.so_dinh_danh
)
