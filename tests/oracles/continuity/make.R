# Intervals of continuity by base R: poisson.test (rate of failures), t.test (time to recover),
# qf (availability), binom.test (recovered in time). Run in this folder: Rscript make.R
library(jsonlite)
hours <- list(three = c(3, 1, 8), many = c(0.5, 2, 2.25, 4, 1, 0.75, 12, 3), one = 5, none = numeric(0))
period <- 31 * 24
target <- 2.5
rows <- lapply(names(hours), function(name) {
  x <- hours[[name]]; n <- length(x); up <- period - sum(x)
  rate <- poisson.test(n, up)$conf.int
  f <- if (n) qf(0.975, 2 * n, 2 * n) else NA
  list(case = name, hours = I(x), mtbf = if (n) up / n else "Inf",
       mtbf_low = 1 / rate[2], mtbf_high = if (n) 1 / rate[1] else "Inf",
       mttr_low = if (n > 1) max(0, t.test(x)$conf.int[1]) else NA,
       mttr_high = if (n > 1) t.test(x)$conf.int[2] else NA,
       availability = up / period,
       availability_low = 1 / (1 + sum(x) / up * f), availability_high = 1 / (1 + sum(x) / up / f),
       within = if (n) I(as.numeric(binom.test(sum(x <= target), n)$conf.int)) else I(c(NA, NA)))
})
write_json(list(R = R.version.string, packages = list(stats = as.character(packageVersion("stats")),
  jsonlite = as.character(packageVersion("jsonlite"))), period = period, target = target, rows = rows),
  "continuity.json", digits = NA, auto_unbox = TRUE, pretty = TRUE, na = "null")
