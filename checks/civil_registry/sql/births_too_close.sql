-- Finds: two births of one mother (by her 12-digit number) that are more than $twin_days and less than $days apart. Such
-- a pair means that a number or a birth date is wrong, or that a child was registered twice with other dates.
-- Compared are neighbors in time, so that the cost stays linear where one number was filled down a column.
-- Denominator: rows with the mother's number and a full birth date. Parameters: twin_days, days.
WITH birth AS (
    SELECT
        record_id,
        ngay_sinh_tu - lag(ngay_sinh_tu) OVER mother AS days_before,
        lead(ngay_sinh_tu) OVER mother - ngay_sinh_tu AS days_after
    FROM civil_registry.birth
    WHERE length(so_dinh_danh_me) = 12 AND length(ngay_sinh) = 10
    WINDOW mother AS (PARTITION BY so_dinh_danh_me ORDER BY ngay_sinh_tu, record_id)
)
SELECT record_id, 'ngay_sinh' AS "column"
FROM birth
WHERE (days_before > $twin_days AND days_before < $days)
   OR (days_after > $twin_days AND days_after < $days)
