-- Finds: one couple (both 12-digit numbers) registered on two days, where the earlier marriage has no end before the later
-- day. Compared are neighbors in time. The same day twice is the business of couple_entered_twice.sql.
-- Denominator: rows with both numbers and a day of registration. No parameters.
WITH marriage AS (
    SELECT
        record_id,
        concat_ws('|', so_dinh_danh_chong, so_dinh_danh_vo) AS couple,
        ngay_dang_ky,
        ngay_cham_dut_tu
    FROM civil_registry.marriage
    WHERE length(so_dinh_danh_chong) = 12 AND length(so_dinh_danh_vo) = 12 AND ngay_dang_ky IS NOT NULL
),
followed AS (
    SELECT
        record_id,
        couple,
        ngay_dang_ky,
        lead(ngay_dang_ky) OVER later > ngay_dang_ky
            AND coalesce(ngay_cham_dut_tu > lead(ngay_dang_ky) OVER later, true) AS open
    FROM marriage
    WINDOW later AS (PARTITION BY couple ORDER BY ngay_dang_ky, record_id)
)
SELECT record_id, 'ngay_dang_ky' AS "column"
FROM followed
QUALIFY open OR lag(open) OVER (PARTITION BY couple ORDER BY ngay_dang_ky, record_id)
