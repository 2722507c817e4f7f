# Bootstrap intervals by boot, Duhachek's standard error and group omegas by psych.
# Run in this folder: Rscript make_intervals.R
# The replicates t and the jackknife influences L are kept, so that the arithmetic of the BCa interval
# can be repeated on the very same numbers. boot reads the quantile off a normal interpolation between
# order statistics; "type7" is R's quantile() at the same adjusted levels.
library(psych); library(boot); library(lavaan); library(jsonlite)
versions <- list(R = R.version.string, psych = as.character(packageVersion("psych")),
                 boot = as.character(packageVersion("boot")),
                 lavaan = as.character(packageVersion("lavaan")))
quiet <- function(x) suppressWarnings(suppressMessages(x))
coefficient_alpha <- function(x) { S <- cov(x); k <- ncol(x); k / (k - 1) * (1 - sum(diag(S)) / sum(S)) }

set.seed(41)
x <- read.csv(file.path("..", "answers", "small.csv"))[c("Q1", "Q2", "Q3", "Q4")]
drawn <- boot(x, function(d, i) coefficient_alpha(d[i, ]), R = 1999)
L <- empinf(drawn, type = "jack")
bca <- boot.ci(drawn, type = "bca", L = L)$bca
perc <- boot.ci(drawn, type = "perc")$percent
w <- qnorm(mean(drawn$t < drawn$t0)); a <- sum(L^3) / (6 * sum(L^2)^1.5)
z <- qnorm(c(0.025, 0.975)); levels <- pnorm(w + (w + z) / (1 - a * (w + z)))
long <- boot(x, function(d, i) coefficient_alpha(d[i, ]), R = 20000)
far <- boot.ci(long, type = c("perc", "bca"), L = L)
write_json(list(versions = versions, items = names(x), point = drawn$t0, t = as.vector(drawn$t), L = L,
                acceleration = a, levels = levels, bca = bca[4:5], ranks = bca[2:3], percentile = perc[4:5],
                type7 = unname(quantile(drawn$t, levels, type = 7)),
                long = list(replicates = 20000, spread = sd(long$t), percentile = far$percent[4:5],
                            bca = far$bca[4:5])),
           "boot.json", digits = NA, auto_unbox = TRUE)

designs <- list(survey = c(4, 5, 4, 4, 5), small = c(4, 4, 4), bfi = c(5, 5, 5, 5, 5))
for (case in names(designs)) {
  x <- na.omit(read.csv(file.path("..", "answers", paste0(case, ".csv"))))
  ends <- rep(seq_along(designs[[case]]), designs[[case]])
  m <- length(designs[[case]])
  o <- quiet(omega(x, m, fm = "minres", flip = FALSE, plot = FALSE))
  ase <- sapply(split(names(x), ends), function(items) quiet(alpha(x[items], warnings = FALSE))$total$ase)
  g <- o$omega.group
  write_json(list(versions = versions, n = nrow(x), ase = unname(ase), ecv = unname(o$ECV),
                  total = g$total, general = g$general, group = g$group,
                  sl = unname(as.matrix(o$schmid$sl[, seq_len(m + 1)])), p2 = unname(o$schmid$sl[, "p2"]),
                  u2 = unname(o$schmid$sl[, "u2"])),
             paste0("groups_", case, ".json"), digits = NA, auto_unbox = TRUE)
}
