# Oracles for feedback: changes of Poisson rates, ratios of rates, adjusted residuals, times to closing.
# Run in this folder: Rscript make.R
library(jsonlite)
library(survival)
library(boot)

# One change of a Poisson rate: the deviance that each split saves, by glm with an offset.
splits <- function(counts, exposure, least) {
  n <- length(counts)
  one <- deviance(glm(counts ~ 1, family = poisson, offset = log(exposure)))
  sapply(least:(n - least), function(k) {
    after <- as.numeric(seq_len(n) > k)
    one - deviance(glm(counts ~ after, family = poisson, offset = log(exposure)))
  })
}
counts <- c(11, 9, 14, 12, 8, 13, 5, 4, 6, 3, 7, 5)
exposure <- c(61.2, 63.8, 74.1, 82.6, 88.3, 97.5, 112.4, 114.9, 95.7, 86.2, 68.4, 79.6)
years <- 1851:1962
coal_counts <- as.integer(table(factor(floor(coal$date), levels = years)))
coal_splits <- splits(coal_counts, rep(1, length(years)), 2)

rates <- lapply(list(c(0, 3), c(1, 2.5), c(59, 4.7), c(400, 9.2)), function(x) {
  as.numeric(poisson.test(x[1], x[2])$conf.int)
})
pairs <- list(c(59, 4.7, 21, 5.6), c(3, 1, 0, 2), c(12, 2, 30, 2), c(0, 1, 4, 1))
ratios <- lapply(pairs, function(x) as.numeric(poisson.test(c(x[3], x[1]), c(x[4], x[2]))$conf.int))

cross <- matrix(c(70, 34, 8, 7, 35, 42, 16, 6, 45, 18, 37, 30, 68, 2, 1, 8), nrow = 4, byrow = TRUE)
tested <- chisq.test(cross, correct = FALSE)

set.seed(20251231)
days <- round(rlnorm(60, log(9), 0.8))
limit <- sample(c(5, 12, 40), 60, replace = TRUE)
done <- as.integer(days <= limit)
days <- pmin(days, limit)
curve <- survfit(Surv(days, done) ~ 1, conf.type = "log-log")
middle <- quantile(curve, 0.5)
few <- c(1, 0, 0, 0, 0, 1, 0, 0)
late <- survfit(Surv(c(3, 5, 6, 7, 8, 9, 11, 12), few) ~ 1, conf.type = "log-log")

write_json(list(
  versions = list(R = R.version.string, survival = as.character(packageVersion("survival")),
                  boot = as.character(packageVersion("boot"))),
  splits = list(counts = counts, exposure = exposure, least = 2, saved = splits(counts, exposure, 2)),
  coal = list(first = years[1], counts = coal_counts, saved = coal_splits),
  rates = list(cases = list(c(0, 3), c(1, 2.5), c(59, 4.7), c(400, 9.2)), intervals = rates),
  ratios = list(cases = pairs, intervals = ratios),
  cross = list(counts = cross, residuals = tested$stdres, chi2 = unname(tested$statistic),
               df = unname(tested$parameter), p = tested$p.value, expected = tested$expected),
  closing = list(days = days, done = done, median = unname(middle$quantile),
                 low = unname(middle$lower), high = unname(middle$upper),
                 times = curve$time, open = curve$surv,
                 few_median = unname(quantile(late, 0.5)$quantile))
), "oracle.json", digits = NA, auto_unbox = TRUE, na = "null", pretty = TRUE)
