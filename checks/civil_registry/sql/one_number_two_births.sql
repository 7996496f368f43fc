-- Finds: one registration number of one book, year and place of registration on two different children. The place is
-- part of the key, because books of the communes merged into one have the same numbers.
-- Denominator: rows with a place of registration. No parameters.
WITH entry AS (
    SELECT
        record_id,
        concat_ws('|', ma_xa, lower(noi_dang_ky), lower(quyen_so), year(ngay_dang_ky)) AS book,
        ltrim(split_part(so, '/', 1), '0') AS number,
        lower(ho_ten) AS child,
        ngay_sinh
    FROM civil_registry.birth
    WHERE noi_dang_ky IS NOT NULL AND ma_xa IS NOT NULL AND quyen_so IS NOT NULL AND ngay_dang_ky IS NOT NULL
)
SELECT a.record_id, 'so' AS "column"
FROM entry AS a
WHERE EXISTS (
    SELECT 1
    FROM entry AS b
    WHERE b.book = a.book
      AND b.number = a.number
      AND (b.child <> a.child OR b.ngay_sinh <> a.ngay_sinh)
)
