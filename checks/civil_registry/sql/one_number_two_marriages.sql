-- Finds: one registration number of one book, year and place of registration on two different couples. The place is
-- part of the key, because books of the communes merged into one have the same numbers.
-- Denominator: rows with a place of registration and a number that begins with a digit: “không rõ” is none. No
-- parameters.
WITH entry AS (
    SELECT
        record_id,
        concat_ws('|', ma_xa, lower(noi_dang_ky), lower(quyen_so), year(ngay_dang_ky)) AS book,
        ltrim(split_part(so, '/', 1), '0') AS number,
        concat_ws('|', lower(ho_ten_chong), lower(ho_ten_vo)) AS couple,
        ngay_sinh_chong
    FROM civil_registry.marriage
    WHERE regexp_matches(so, '^[0-9]') AND quyen_so IS NOT NULL AND ma_xa IS NOT NULL
      AND noi_dang_ky IS NOT NULL AND ngay_dang_ky IS NOT NULL
)
SELECT record_id, 'so' AS "column"
FROM entry
WINDOW same_number AS (PARTITION BY book, number)
QUALIFY min(couple) OVER same_number <> max(couple) OVER same_number
    OR min(ngay_sinh_chong) OVER same_number <> max(ngay_sinh_chong) OVER same_number
