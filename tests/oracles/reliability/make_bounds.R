# Guttman's bounds, split halves and unidimensionality. Run in this folder: Rscript make_bounds.R
# psych::splitHalf and guttman on covariances or correlations as they take them. For an odd number of
# items psych 2.2.9 visits choose(k, floor(k/2))/2 splits, half of them, so every split is visited here
# by combn as well; all subsets of any size give lambda4.
library(psych); library(jsonlite)
versions <- list(R = R.version.string, psych = as.character(packageVersion("psych")))
designs <- list(survey = c(4, 5, 4, 4, 5), small = c(4, 4, 4), bfi = c(5, 5, 5, 5, 5))
quiet <- function(x) suppressWarnings(suppressMessages(x))

halves <- function(S) {
  k <- ncol(S); one <- function(a) {
    b <- setdiff(seq_len(k), a); cross <- sum(S[a, b]); r <- cross / sqrt(sum(S[a, a]) * sum(S[b, b]))
    c(r = r, spearman_brown = 2 * r / (1 + r), guttman = 4 * cross / sum(S))
  }
  sets <- combn(k, k %/% 2)
  if (k %% 2 == 0) sets <- sets[, sets[1, ] == 1, drop = FALSE]      # each split once
  found <- apply(sets, 2, one)
  any_size <- unlist(lapply(seq_len(k - 1), function(m) combn(k, m, function(a) one(a)[["guttman"]])))
  list(splits = ncol(found), minimum = apply(found, 1, min), mean = rowMeans(found),
       maximum = apply(found, 1, max), odd_even = one(seq(1, k, 2)),
       first_second = one(seq_len((k + 1) %/% 2)), lambda4 = max(any_size))
}

of_scale <- function(x) {
  S <- cov(x); R <- cor(x)
  g <- quiet(guttman(R))
  on_cov <- quiet(splitHalf(S, covar = TRUE, check.keys = FALSE, brute = TRUE))
  on_cor <- quiet(splitHalf(R, check.keys = FALSE, brute = TRUE))
  u <- unlist(quiet(unidim(x, check.keys = FALSE))$uni[1, ])
  lower <- R[lower.tri(R)]
  c(list(items = names(x), n = nrow(x),
    correlations = list(lambda1 = g$lambda.1, lambda2 = g$lambda.2, lambda3 = g$lambda.3,
                        lambda5 = g$lambda.5, lambda6 = g$lambda.6),
    covariances = list(lambda2 = on_cov$lambda2, lambda3 = on_cov$alpha, lambda6 = on_cov$lambda6),
    psych_split = list(minimum = on_cov$minrb, mean = on_cov$meanr, maximum = on_cov$maxrb),
    psych_split_standard = list(minimum = on_cor$minrb, mean = on_cor$meanr, maximum = on_cor$maxrb),
    unidim = list(unidimensional = u[["u"]], tau = u[["av.r fit"]], congeneric = u[["fa.fit"]]),
    mean_r = mean(lower), median_r = median(lower), sd_r = sd(lower)), halves = list(halves(S)))
}

for (case in names(designs)) {
  x <- na.omit(read.csv(file.path("..", "answers", paste0(case, ".csv"))))
  ends <- rep(seq_along(designs[[case]]), designs[[case]])
  scales <- lapply(split(names(x), ends), function(items) of_scale(x[items]))
  whole <- if (ncol(x) <= 12) of_scale(x) else NULL
  write_json(list(versions = versions, scales = unname(scales), whole = whole),
             paste0("bounds_", case, ".json"), digits = NA, auto_unbox = TRUE)
}
