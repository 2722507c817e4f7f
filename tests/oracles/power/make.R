# Power and precision by formula, from semTools, psych and R itself.
# Run in this folder: Rscript make.R
suppressPackageStartupMessages({
  library(semTools)
  library(jsonlite)
})
versions <- list(
  R = paste(R.version$major, R.version$minor, sep = "."),
  semTools = as.character(packageVersion("semTools")),
  lavaan = as.character(packageVersion("lavaan")),
  psych = as.character(packageVersion("psych"))
)
write <- function(x, name) {
  writeLines(toJSON(c(list(versions = versions), x), digits = NA, auto_unbox = TRUE), name)
}

# a model's fit
fit <- expand.grid(
  df = c(2, 10, 50, 100, 199), n = c(100, 200, 500), group = c(1, 2, 3),
  test = c("close", "not close", "exact", "far"), stringsAsFactors = FALSE
)
nulls <- c("close" = .05, "not close" = .05, "exact" = 0, "far" = .06)
trues <- c("close" = .08, "not close" = .01, "exact" = .05, "far" = .1)
fit$null <- nulls[fit$test]
fit$true <- trues[fit$test]
fit$power <- mapply(function(a, b, df, n, g) findRMSEApower(a, b, df, n, group = g),
                    fit$null, fit$true, fit$df, fit$n, fit$group)
sizes <- expand.grid(df = c(5, 10, 50, 100, 199), test = c("close", "not close", "exact"),
                     stringsAsFactors = FALSE)
sizes$n <- mapply(function(df, test) findRMSEAsamplesize(nulls[[test]], trues[[test]], df),
                  sizes$df, sizes$test)

# nested models
nested <- expand.grid(n = c(100, 300, 800), group = c(1, 2))
nested$free <- c(20, 20, 48, 48, 199, 199)
nested$restricted <- c(22, 24, 54, 60, 215, 204)
nested$true_restricted <- c(.06, .06, .05, .07, .05, .05)
nested$true_free <- c(.04, .05, .045, .06, .049, .0495)
nested$null_restricted <- c(0, .02, 0, .03, 0, .01)
nested$null_free <- c(0, .02, 0, .03, 0, .005)
nested$power <- with(nested, mapply(
  function(n, g, df, dr, tr, tf, nr, nf) findRMSEApowernested(nr, nf, tr, tf, dr, df, n, group = g),
  n, group, free, restricted, true_restricted, true_free, null_restricted, null_free
))

# means
means <- expand.grid(n = c(12, 30, 80, 250), d = c(.1, .3, .5, .9))
strict <- function(n, d, type) power.t.test(n, d, type = type, strict = TRUE)$power
means$one <- mapply(strict, means$n, means$d, "one.sample")
means$two <- mapply(strict, means$n, means$d, "two.sample")

# explained variance: the noncentral F of Cohen (1988)
regression <- expand.grid(n = c(40, 120, 400), predictors = c(3, 6), added = c(1, 3), delta = c(.02, .1))
regression$power <- with(regression, pf(
  qf(.95, added, n - predictors - 1), added, n - predictors - 1,
  delta / (1 - .4) * n, lower.tail = FALSE
))

# alpha: Feldt's interval by psych, and Feldt's test by R's F
alpha <- expand.grid(n = c(20, 60, 150, 600), items = c(2, 5, 22), value = c(.6, .8, .95))
ends <- mapply(function(v, n, k) {
  found <- psych::alpha.ci(v, n.obs = n, n.var = k, digits = 12)
  c(found$lower.ci, found$upper.ci)
}, alpha$value, alpha$n, alpha$items)
alpha$low <- ends[1, ]
alpha$high <- ends[2, ]
alpha$bonett_low <- with(alpha, 1 - (1 - value) * (n - 1) / n * exp(qnorm(.975) * sqrt(2 * items / (items - 1) / (n - 2))))
alpha$bonett_high <- with(alpha, 1 - (1 - value) * (n - 1) / n * exp(-qnorm(.975) * sqrt(2 * items / (items - 1) / (n - 2))))
alpha$power <- with(alpha, {
  a <- n - 1
  b <- (n - 1) * (items - 1)
  r <- (1 - value) / (1 - .5)
  pf(qf(.975, a, b) * r, a, b, lower.tail = FALSE) + pf(qf(.025, a, b) * r, a, b)
})

# a share: Wilson's interval, as prop.test without continuity correction
share <- expand.grid(n = c(20, 100, 1000), x = c(.1, .5, .8))
ends <- mapply(function(n, x) prop.test(n * x, n, correct = FALSE)$conf.int, share$n, share$x)
share$low <- ends[1, ]
share$high <- ends[2, ]

# a correlation: cor.test's interval
cors <- expand.grid(n = c(10, 50, 300), r = c(-.4, 0, .3, .85))
ends <- mapply(function(n, r) tanh(atanh(r) + c(-1, 1) * qnorm(.975) / sqrt(n - 3)), cors$n, cors$r)
cors$low <- ends[1, ]
cors$high <- ends[2, ]
cors$power <- with(cors, {
  s <- (atanh(r) - atanh(.1)) * sqrt(n - 3)
  pnorm(s - qnorm(.975)) + pnorm(-s - qnorm(.975))
})

write(list(fit = fit, sizes = sizes, nested = nested, means = means, regression = regression,
           alpha = alpha, share = share, cors = cors), "formulas.json")
