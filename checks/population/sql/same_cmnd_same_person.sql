-- Finds: one CMND number on two personal numbers whose name and birth date agree: one person, numbered twice. The CMND
-- alone proves nothing, because some 50,000 numbers were issued to two persons.
-- Denominator: rows with a CMND number. No parameters.
WITH holders AS (
    SELECT record_id, so_dinh_danh, so_cmnd, lower(ho_ten) AS ten, ngay_sinh
    FROM population.person
    WHERE so_cmnd IS NOT NULL
)
SELECT record_id, 'so_cmnd' AS "column"
FROM holders
JOIN (
    SELECT so_cmnd, ten, ngay_sinh
    FROM holders
    GROUP BY ALL
    HAVING min(so_dinh_danh) <> max(so_dinh_danh)
) AS twice USING (so_cmnd, ten, ngay_sinh)
