# Oracle for the zone of tolerance: base R's tests on a small simulated three-column survey with
# missing and incoherent answers. Run in this folder: Rscript make.R
library(jsonlite)
library(boot)
set.seed(20261121)
n <- 72
codes <- paste0("Q", 1:6)
dims <- list(care = c("Q1", "Q2"), speed = c("Q3", "Q4", "Q5"))  # Q6 belongs to no dimension
clamp <- function(x) pmin(pmax(round(x), 1), 9)
level <- rnorm(n)
survey <- data.frame(row = seq_len(n))
for (k in 1:6) survey[[paste0("M", k)]] <- clamp(4.6 + 0.6 * level + rnorm(n, sd = 0.9))
for (k in 1:6) survey[[paste0("D", k)]] <- clamp(7.2 + 0.5 * level + rnorm(n, sd = 0.9))
for (k in 1:6)
  survey[[paste0("P", k)]] <- clamp(c(4, 5, 6, 7, 8, 4.8)[k] + 0.4 * level + rnorm(n, sd = 1.1))
for (column in names(survey)[-1]) survey[[column]][sample(n, 3)] <- NA
survey[n, -1] <- NA   # one answered nothing
crossed <- sample(n - 1, 6)
survey[crossed[1:4], c("M1", "D1")] <- survey[crossed[1:4], c("D1", "M1")]
survey[crossed[5:6], c("M4", "D4")] <- survey[crossed[5:6], c("D4", "M4")]
write.csv(survey, "survey.csv", row.names = FALSE, na = "")

limits <- function(t, df) {
  solve1 <- function(p) uniroot(function(d) pt(t, df, ncp = d) - p, c(-36, 36), tol = 1e-14)$root
  c(solve1(0.975), solve1(0.025))
}
compare <- function(upper, lower) {
  ok <- !is.na(upper) & !is.na(lower)
  u <- upper[ok]; l <- lower[ok]; d <- u - l; m <- length(d)
  tt <- t.test(u, l, paired = TRUE)
  w <- suppressWarnings(wilcox.test(round(d, 10), exact = FALSE, correct = TRUE))
  nonzero <- sum(round(d, 10) != 0)
  lim <- limits(unname(tt$statistic), m - 1) / sqrt(m)
  ratio <- sd(d) / sqrt((var(u) + var(l)) / 2)
  list(n = m, difference = mean(d), sd = sd(d), low = tt$conf.int[1], high = tt$conf.int[2],
       t = unname(tt$statistic), df = m - 1, p = tt$p.value,
       dz = mean(d) / sd(d), dz_low = lim[1], dz_high = lim[2],
       dav = mean(d) / sd(d) * ratio, dav_low = lim[1] * ratio, dav_high = lim[2] * ratio,
       wilcoxon_w = min(w$statistic, nonzero * (nonzero + 1) / 2 - w$statistic),
       wilcoxon_p = w$p.value, one_missing = sum(is.na(upper) != is.na(lower)),
       both_missing = sum(is.na(upper) & is.na(lower)))
}
share <- function(name, members, of) {
  x <- suppressWarnings(prop.test(sum(members & of), sum(of), correct = FALSE))
  setNames(list(100 * unname(x$estimate), 100 * x$conf.int[1], 100 * x$conf.int[2]),
           paste0(name, c("_pct", "_low", "_high")))
}
# The ratio q is inside Fieller's interval where a t-test of x - q y does not reject.
fieller <- function(x, y) {
  t_of <- function(q) unname(t.test(x - q * y)$statistic)
  q <- mean(x) / mean(y); reach <- qt(0.975, length(x) - 1)
  c(uniroot(function(v) t_of(v) - reach, c(q - 2, q), tol = 1e-13)$root,
    uniroot(function(v) t_of(v) + reach, c(q, q + 2), tol = 1e-13)$root)
}
zone <- function(M, D, P) {
  whole <- !is.na(M) & !is.na(D) & !is.na(P)
  m <- M[whole]; d <- D[whole]; p <- P[whole]
  w <- round(d - m, 10); a <- round(p - m, 10); s <- round(p - d, 10)
  f <- 100 * fieller(p - m, d - m)
  ci <- t.test(p)$conf.int
  swap <- w < 0
  a2 <- ifelse(swap, s, a); s2 <- ifelse(swap, a, s)
  every <- rep(TRUE, length(w))
  c(list(n = sum(whole), minimum = mean(m), desired = mean(d), perception = mean(p),
         perception_low = ci[1], perception_high = ci[2],
         position_pct = 100 * mean(p - m) / mean(d - m), position_low = f[1], position_high = f[2],
         n_shares = sum(w >= 0)),
    share("below", a < 0, w >= 0), share("inside", a >= 0 & s <= 0, w >= 0),
    share("above", s > 0, w >= 0),
    list(incoherent = sum(swap),
         incomplete = sum(!whole & !(is.na(M) & is.na(D) & is.na(P))),
         missing = sum(is.na(M) & is.na(D) & is.na(P)),
         swapped = c(share("below", a2 < 0, every), share("above", s2 > 0, every))))
}
form <- function(letter) as.matrix(setNames(survey[paste0(letter, 1:6)], codes))
M <- form("M"); D <- form("D"); P <- form("P")
half <- function(F) sapply(dims, function(items) {
  whole <- !is.na(M[, items] + D[, items] + P[, items])
  values <- F[, items]; values[!whole] <- NA
  out <- rowMeans(values, na.rm = TRUE)
  out[rowSums(whole) < length(items) / 2] <- NA
  out
})
levels <- list(item = list(M, D, P), dimension = lapply(list(M, D, P), half))
levels$total <- lapply(levels$dimension, function(x) cbind(total = rowMeans(x)))
measures <- list(width = c(2, 1), adequacy = c(3, 1), superiority = c(3, 2))
by_column <- function(f) lapply(levels, function(forms) {
  names <- colnames(forms[[1]])
  setNames(lapply(names, function(column) f(lapply(forms, function(x) x[, column]))), names)
})
comparisons <- lapply(measures, function(which) {
  done <- by_column(function(one) compare(one[[which[1]]], one[[which[2]]]))
  lapply(done, function(rows) {
    adjusted <- p.adjust(sapply(rows, `[[`, "p"), "holm")
    Map(function(row, p) c(row, list(p_holm = unname(p))), rows, adjusted)
  })
})
# BCa of the position and of the adequacy of the total, from many samples.
total <- na.omit(do.call(cbind, levels$total))
ratio <- boot(total, function(x, i) 100 * mean(x[i, 3] - x[i, 1]) / mean(x[i, 2] - x[i, 1]), R = 40000)
mean_a <- boot(total, function(x, i) mean(x[i, 3] - x[i, 1]), R = 40000)
bca <- function(b) boot.ci(b, type = "bca")$bca[4:5]
write_json(list(
  made_with = list(R = R.version.string, boot = as.character(packageVersion("boot")),
                   jsonlite = as.character(packageVersion("jsonlite"))),
  zones = by_column(function(one) zone(one[[1]], one[[2]], one[[3]])),
  comparisons = comparisons,
  boot = list(position = bca(ratio), adequacy = bca(mean_a), samples = 40000)
), "survey.json", auto_unbox = TRUE, digits = NA, pretty = TRUE)
