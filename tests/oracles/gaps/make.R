# Oracle for gap scores: base R's tests on a small simulated survey with missing halves.
# Run in this folder: Rscript make.R
library(jsonlite)
set.seed(20240611)
n <- 64
codes <- c("Q1", "Q2", "Q3", "Q4", "Q5", "Q6")
dims <- list(care = c("Q1", "Q2"), speed = c("Q3", "Q4", "Q5"))  # Q6 belongs to no dimension
clamp <- function(x) pmin(pmax(round(x), 1), 7)
level <- rnorm(n)
survey <- data.frame(row = seq_len(n))
for (k in seq_along(codes))
  survey[[paste0("E", k)]] <- clamp(6 + 0.5 * level + rnorm(n, sd = 0.8))
for (k in seq_along(codes))
  survey[[paste0("P", k)]] <- clamp(5.4 - 0.25 * (k - 1) + 0.7 * level + rnorm(n, sd = 1))
for (column in names(survey)[-1]) survey[[column]][sample(n, 4)] <- NA
survey$points_care <- sample(seq(20, 80, 5), n, replace = TRUE)
survey$points_speed <- 100 - survey$points_care
survey$points_speed[c(3, 20)] <- survey$points_speed[c(3, 20)] + 10   # do not sum to 100
survey$points_care[7] <- NA
write.csv(survey, "survey.csv", row.names = FALSE, na = "")

limits <- function(t, df) {
  solve1 <- function(p) uniroot(function(d) pt(t, df, ncp = d) - p, c(-36, 36), tol = 1e-14)$root
  c(solve1(0.975), solve1(0.025))
}
one <- function(p, e, digits = Inf) {
  ok <- !is.na(p) & !is.na(e)
  pp <- p[ok]; ee <- e[ok]; d <- pp - ee; m <- length(d)
  tt <- t.test(pp, ee, paired = TRUE)
  w <- suppressWarnings(wilcox.test(round(d, 10), exact = FALSE, correct = TRUE))
  nonzero <- sum(round(d, 10) != 0)
  lim <- limits(unname(tt$statistic), m - 1) / sqrt(m)
  ratio <- sd(d) / sqrt((var(pp) + var(ee)) / 2)
  list(n = m, expectation = mean(ee), perception = mean(pp), gap = unname(mean(d)), sd = sd(d),
       low = tt$conf.int[1], high = tt$conf.int[2], t = unname(tt$statistic), df = m - 1,
       p = tt$p.value, dz = mean(d) / sd(d), dz_low = lim[1], dz_high = lim[2],
       dav = mean(d) / sqrt((var(pp) + var(ee)) / 2), dav_low = lim[1] * ratio,
       dav_high = lim[2] * ratio,
       wilcoxon_w = min(w$statistic, nonzero * (nonzero + 1) / 2 - w$statistic),
       wilcoxon_p = w$p.value, negative_pct = 100 * mean(round(d, 10) < 0),
       half_missing = sum(is.na(p) != is.na(e)), both_missing = sum(is.na(p) & is.na(e)))
}
half <- function(items, form) {
  both <- sapply(items, function(q) {
    k <- substring(q, 2)
    !is.na(survey[[paste0("P", k)]]) & !is.na(survey[[paste0("E", k)]])
  })
  values <- sapply(items, function(q) survey[[paste0(form, substring(q, 2))]])
  values[!both] <- NA
  out <- rowMeans(values, na.rm = TRUE)
  out[rowSums(both) < length(items) / 2] <- NA
  out
}
items <- lapply(codes, function(q) one(survey[[sub("Q", "P", q)]], survey[[sub("Q", "E", q)]]))
names(items) <- codes
P <- sapply(dims, half, "P"); E <- sapply(dims, half, "E")
dimensions <- lapply(names(dims), function(d) one(P[, d], E[, d])); names(dimensions) <- names(dims)
total <- one(rowMeans(P), rowMeans(E))
holm <- function(x) p.adjust(sapply(x, `[[`, "p"), "holm")
points <- as.matrix(survey[c("points_care", "points_speed")])
points[!(rowSums(points) %in% 100), ] <- NA
G <- P - E
ok <- complete.cases(points, G)
own <- rowSums(points[ok, ] * G[ok, ]) / 100
w <- t.test(own)
weighted <- list(n = sum(ok), weighted = mean(own), low = w$conf.int[1], high = w$conf.int[2],
                 sd = sd(own), unweighted = mean(rowMeans(G[ok, ])),
                 by_mean_weights = sum(colMeans(points[ok, ]) * colMeans(G[ok, ])) / 100,
                 weights = as.list(setNames(colMeans(points[ok, ]), names(dims))),
                 weighted_gap = as.list(setNames(colMeans(points[ok, ] * G[ok, ] / 100), names(dims))))
# Limits of noncentral t by themselves.
grid <- expand.grid(t = c(-20, -3, -0.01, 0, 2, 12.5), df = c(1, 2, 9, 63, 399))
grid <- grid[!(abs(grid$t) > 10 & grid$df < 9), ]   # limits within R's |ncp| <= 37.62
lims <- t(mapply(limits, grid$t, grid$df))
write_json(list(
  made_with = list(R = R.version.string, jsonlite = as.character(packageVersion("jsonlite"))),
  items = items, dimensions = dimensions, total = total,
  p_holm = list(items = as.list(holm(items)), dimensions = as.list(holm(dimensions))),
  weighted = weighted,
  noncentral = list(t = grid$t, df = grid$df, low = lims[, 1], high = lims[, 2])
), "survey.json", digits = NA, auto_unbox = TRUE, pretty = TRUE)
