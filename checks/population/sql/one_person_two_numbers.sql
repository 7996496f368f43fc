-- Finds: two numbers of what is likely one person: same name, full birth date, sex and mother's name. Namesakes born on
-- one day are common, with the same mother they are not (twins have different names).
-- Denominator: rows with a full birth date and the mother's name. No parameters.
WITH persons AS (
    SELECT record_id, so_dinh_danh, lower(ho_ten) AS ten, ngay_sinh, gioi_tinh, lower(ho_ten_me) AS me
    FROM population.person
    WHERE length(ngay_sinh) = 10 AND so_dinh_danh IS NOT NULL
)
SELECT record_id, 'so_dinh_danh' AS "column"
FROM persons
JOIN (
    SELECT ten, ngay_sinh, gioi_tinh, me
    FROM persons
    GROUP BY ALL
    HAVING min(so_dinh_danh) <> max(so_dinh_danh)
) AS twice USING (ten, ngay_sinh, gioi_tinh, me)
