# psych::fa.parallel and vss (MAP), and the 4th-power MAP and empirical Kaiser criterion written out
# from their papers. Run in this folder: Rscript make.R (fa.parallel forks, so its random part varies)
library(psych); library(jsonlite)
set.seed(7)
versions <- list(R = R.version.string, psych = as.character(packageVersion("psych")))

partials <- function(R, power) {       # Velicer (1976); Velicer, Eaton & Fava (2000)
  p <- ncol(R); e <- eigen(R)
  A <- e$vectors %*% diag(sqrt(pmax(e$values, 0)))
  sapply(0:(p - 1), function(k) {
    C <- if (k == 0) R else R - A[, 1:k, drop = FALSE] %*% t(A[, 1:k, drop = FALSE])
    Q <- C / sqrt(outer(diag(C), diag(C)))
    (sum(abs(Q)^power) - p) / (p * (p - 1))
  })
}
empirical <- function(values, n) {     # Braeken & van Assen (2017), eq. 2
  p <- length(values)
  sapply(seq_len(p), function(j) {
    before <- if (j == 1) 0 else sum(values[1:(j - 1)])
    max((p - before) / (p - j + 1) * (1 + sqrt(p / n))^2, 1)
  })
}

draws <- 400
for (case in c("survey", "small", "bfi")) {
  x <- read.csv(file.path("..", "answers", paste0(case, ".csv")))
  R <- cor(x); p <- ncol(R)
  capture.output(f <- suppressWarnings(fa.parallel(x, fm = "minres", fa = "both", n.iter = draws,
                                                   plot = FALSE, quant = 0.95)))
  pc <- f$values[, 2 * p + 1:p]; fc <- f$values[, 3 * p + 1:p]   # random normal data
  v <- suppressWarnings(vss(R, n = p, n.obs = nrow(x), plot = FALSE, rotate = "none"))
  write_json(list(versions = versions, n = nrow(x), draws = draws,
                  components = f$pc.values, factors = f$fa.values,
                  n_factors = f$nfact, n_components = f$ncomp,
                  components_mean = unname(colMeans(pc)), components_sd = unname(apply(pc, 2, sd)),
                  components_95 = unname(apply(pc, 2, quantile, 0.95)),
                  factors_mean = unname(colMeans(fc)), factors_sd = unname(apply(fc, 2, sd)),
                  factors_95 = unname(apply(fc, 2, quantile, 0.95)),
                  psych_map = v$map, map = partials(R, 2), map4 = partials(R, 4),
                  empirical_kaiser = empirical(f$pc.values, nrow(x)),
                  kaiser = sum(f$pc.values > 1)),
             paste0(case, ".json"), digits = NA, auto_unbox = TRUE)
}

# Fits of 0 to 8 factors by psych's maximum likelihood, and what the rules of fit read off them. The
# Hull (Lorenzo-Seva, Timmerman & Kiers 2011) is taken by R's own convex hull, optimal coordinates
# and acceleration (Raiche et al. 2013) by lm and diff, VSS by psych and with varimax iterated further.
upper_hull <- function(fit, df) {
  best <- cummax(fit); keep <- c(TRUE, fit[-1] > best[-length(fit)])   # better than every simpler one
  i <- which(keep); st <- rep(NA, length(fit)); x <- -df[i]; y <- fit[i]
  if (length(i) > 2) {
    # close the polygon far below, so that the hull of R is the upper one
    h <- chull(c(x, x[1], x[length(x)]), c(y, -9, -9)); h <- sort(h[h <= length(x)])
    for (k in seq_along(h)[-c(1, length(h))]) {
      a <- h[k - 1]; b <- h[k]; d <- h[k + 1]
      st[i[b]] <- ((y[b] - y[a]) / (x[b] - x[a])) / ((y[d] - y[b]) / (x[d] - x[b]))
    }
  }
  st
}
tight_vss <- function(R, m, complexity) {
  A <- unclass(suppressWarnings(fa(R, m, fm = "ml", rotate = "none"))$loadings)
  if (m > 1) A <- unclass(varimax(A, eps = 1e-15)$loadings)
  if (complexity < m) A <- t(apply(A, 1, function(a) { a[rank(-abs(a)) > complexity] <- 0; a }))
  1 - sum((R - A %*% t(A))^2) / sum(R^2)
}
for (case in c("survey", "small", "bfi")) {
  x <- read.csv(file.path("..", "answers", paste0(case, ".csv")))
  R <- cor(x); n <- nrow(x); p <- ncol(R); most <- if (case == "small") 5 else 8
  e <- eigen(R)$values
  f <- suppressWarnings(fa(R, 1, n.obs = n, fm = "ml"))
  null <- f$null.chisq; df0 <- f$null.dof
  rows <- lapply(0:most, function(m) {
    if (m == 0) {
      bic <- null - df0 * log(n)
      return(list(chisq = null, df = df0, rmsea = sqrt(max(null / (df0 * n) - 1 / (n - 1), 0)),
                  rmsea_low = NA, rmsea_high = NA, tli = 0, rmsr = sqrt(mean(R[lower.tri(R)]^2)), bic = bic,
                  sabic = null - df0 * log((n + 2) / 24), p = pchisq(null, df0, lower.tail = FALSE),
                  cfi = 0, caf = 1 - KMO(R)$MSA, least = NA))
    }
    f <- suppressWarnings(fa(R, m, n.obs = n, fm = "ml", rotate = "none"))
    left <- R - unclass(f$loadings) %*% t(unclass(f$loadings)); diag(left) <- 1
    over <- max(f$STATISTIC - f$dof, 0)
    list(chisq = f$STATISTIC, df = f$dof, rmsea = f$RMSEA[[1]], rmsea_low = f$RMSEA[[2]],
         rmsea_high = f$RMSEA[[3]], tli = f$TLI, rmsr = f$rms, bic = f$BIC, sabic = f$SABIC, p = f$PVAL,
         cfi = 1 - over / max(null - df0, over), caf = 1 - KMO(left)$MSA, least = min(f$uniquenesses))
  })
  column <- function(name) sapply(rows, function(r) r[[name]])
  up_to <- 1:(list(survey = 6, small = 3, bfi = 7)[[case]] + 1)   # parallel analysis + 1, from 0
  v <- suppressWarnings(vss(R, n = most, n.obs = n, plot = FALSE, fm = "ml"))
  predicted <- sapply(1:(p - 2), function(i) {
    at <- c(i + 1, p); line <- coef(lm(e[at] ~ at)); unname(line[1] + line[2] * i)
  })
  names <- c("chisq", "df", "rmsea", "rmsea_low", "rmsea_high", "tli", "rmsr", "bic", "sabic", "p", "cfi",
             "caf", "least")
  write_json(list(versions = versions, n = n, fits = setNames(lapply(names, column), names),
                  hull_up_to = max(up_to) - 1,
                  hull_caf = upper_hull(column("caf")[up_to], column("df")[up_to]),
                  hull_cfi = upper_hull(column("cfi")[up_to], column("df")[up_to]),
                  hull_rmsea = upper_hull(1 - column("rmsea")[up_to], column("df")[up_to]),
                  vss1 = v$cfit.1, vss2 = v$cfit.2,
                  vss1_tight = sapply(1:most, tight_vss, R = R, complexity = 1),
                  vss2_tight = sapply(1:most, tight_vss, R = R, complexity = 2),
                  acceleration = diff(e, differences = 2), predicted = predicted),
             paste0(case, "_fits.json"), digits = NA, auto_unbox = TRUE, na = "null")
}
