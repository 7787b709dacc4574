-- Figures of a portfolio's window by a second method, set beside what the console answered: one row a figure, with the relative difference.
-- Returns stay numeric, growth is a sum of logarithms, peaks and ranks come from window functions.
--   :'answer'  what `assets performance --json` printed for a whole portfolio
--   :'portfolio'  its id
WITH asked AS (
    SELECT a, (a #>> '{details,report,from}')::date AS first, (a #>> '{details,report,until}')::date AS last
    FROM (SELECT (:'answer')::jsonb AS a) AS given),
spanned AS (
    SELECT bool_or(extract(isodow FROM day) > 5) AS calendar FROM equity_daily, asked
    WHERE portfolio_id = :'portfolio' AND day <= last AND day >= first),
-- A calendar day without a row keeps the equity of the day before; a record of trading days has no other days.
days AS (
    SELECT series.day::date AS day, coalesce(own.cash_flow, 0) AS cash_flow,
        (SELECT equity FROM equity_daily e WHERE portfolio_id = :'portfolio' AND e.day <= series.day ORDER BY e.day DESC LIMIT 1) AS equity
    FROM asked, spanned, generate_series(first - 7, last, interval '1 day') AS series (day)
    LEFT JOIN equity_daily own ON own.portfolio_id = :'portfolio' AND own.day = series.day
    WHERE calendar OR own.day IS NOT NULL),
-- A cash flow comes at the start of its day.
results AS (
    SELECT day, equity - cash_flow - lag(equity) OVER w AS result, equity / (lag(equity) OVER w + cash_flow) - 1 AS r
    FROM days WINDOW w AS (ORDER BY day)),
r AS (
    SELECT results.*, row_number() OVER (ORDER BY day) AS place, row_number() OVER (ORDER BY r) AS rank, count(*) OVER () AS n,
        exp(sum(ln(1 + r)) OVER (ORDER BY day)) AS growth
    FROM results, asked WHERE day >= first AND day <= last),
below AS (SELECT growth / greatest(1, max(growth) OVER (ORDER BY day)) - 1 AS depth FROM r),
sums AS (
    SELECT count(*) AS n, exp(sum(ln(1 + r))) - 1 AS total, avg(r) AS mean, stddev_samp(r) AS deviation,
        sqrt(avg(least(r, 0) * least(r, 0))) AS downside, count(*) FILTER (WHERE round(result, 10) > 0) AS won,
        count(*) FILTER (WHERE round(result, 10) < 0) AS lost,
        count(*) FILTER (WHERE place > coalesce((SELECT max(place) FROM r WHERE round(result, 10) <= 0), 0)) AS streak,
        percentile_cont(0.05) WITHIN GROUP (ORDER BY r::double precision) AS value_at_risk,
        avg(r) FILTER (WHERE rank <= floor((r.n - 1) * 0.05) + 1) AS shortfall,
        (SELECT min(depth) FROM below) AS drawdown, CASE WHEN (SELECT calendar FROM spanned) THEN 365 ELSE 252 END AS year
    FROM r),
closed AS (
    SELECT (exit_price - entry_price) * quantity * CASE side WHEN 'long' THEN 1 ELSE -1 END - fees AS result
    FROM trades, asked WHERE portfolio_id = :'portfolio' AND closed_at >= first::timestamp AT TIME ZONE 'UTC'
        AND closed_at < (last + 1)::timestamp AT TIME ZONE 'UTC'),
trading AS (
    SELECT count(*) AS n, avg(result) AS mean, avg(result) FILTER (WHERE result > 0) AS win, avg(result) FILTER (WHERE result < 0) AS loss,
        count(*) FILTER (WHERE result > 0) AS won, sum(greatest(result, 0)) AS gains, sum(least(result, 0)) AS losses FROM closed),
figures (path, expected) AS (
    SELECT given.* FROM sums s, trading t, LATERAL (VALUES
        ('report,days', s.n::numeric), ('report,profitableDays', s.won), ('report,losingDays', s.lost),
        ('report,flatDays', s.n - s.won - s.lost), ('report,profitableDayStreak', s.streak), ('report,periodsPerYear', s.year),
        ('report,totalReturn', s.total), ('returns,annualisedReturn', power(1 + s.total, s.year::numeric / s.n) - 1),
        ('returns,averageReturn', s.mean), ('report,volatility', s.deviation * sqrt(s.year::numeric)),
        ('report,sharpe', s.mean / nullif(s.deviation, 0) * sqrt(s.year::numeric)),
        ('report,sortino', s.mean / nullif(s.downside, 0) * sqrt(s.year::numeric)), ('report,maxDrawdown', s.drawdown),
        ('report,calmar', (power(1 + s.total, s.year::numeric / s.n) - 1) / nullif(-s.drawdown, 0)),
        ('report,dayWinRate', s.won::numeric / nullif(s.won + s.lost, 0)),
        ('tail,valueAtRisk', s.value_at_risk::numeric), ('tail,expectedShortfall', s.shortfall),
        ('report,closedTrades', t.n), ('report,winningTrades', t.won), ('report,tradeWinRate', t.won::numeric / nullif(t.n, 0)),
        ('report,profitFactor', t.gains / nullif(-t.losses, 0)), ('report,expectancy', t.mean),
        ('trades,averageWin', t.win), ('trades,averageLoss', t.loss)) AS given)
SELECT path, expected, (a #>> ('{details,' || path || '}')::text[])::numeric AS answered,
    CASE WHEN expected IS NULL AND (a #>> ('{details,' || path || '}')::text[]) IS NULL THEN 0
         WHEN abs((a #>> ('{details,' || path || '}')::text[])::numeric - expected) <= 1e-9 * greatest(abs(expected), 1e-9) THEN 0
         ELSE 1 END AS fault
FROM figures, asked ORDER BY path
